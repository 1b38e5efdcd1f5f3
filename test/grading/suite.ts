// Has submissions graded as a class's are, but for nbgrader's part and the notebooks'
// pictures: class.test.ts has these.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Part } from "../../grading/assignment/parts";
import { makeCourse } from "../../grading/handout/course";
import { type Graded, gradeOne } from "../../grading/marks/grade-one";
import { type Grader, openGrader } from "../../grading/marks/grader";
import { makeReference } from "../../grading/marks/reference";
import type { Cage } from "../../grading/sandbox/cage";
import { filesIn } from "../../grading/submission/files-in";
import { readSubmission } from "../../grading/submission/submission";
import { python } from "../python";
import { type Case, type Cases, FULL, pointsOf } from "./submissions/case";
import { Draft, type Host } from "./submissions/draft";

/** For looking at some of them: SUBMISSIONS=honest/right */
const only = process.env.SUBMISSIONS ?? "";

let work = "";
let release = "";
let grader: Grader;

/** What prying submissions look for. */
const server = createServer();
let host: Host;

/** Makes ready for grading, in this cage. */
function prepare(choose: () => Cage): void {
  before(async () => {
    const cage = choose();
    work = mkdtempSync(join(tmpdir(), "gradbook-suite-"));
    release = await makeCourse(join(work, "course"), { python, env: process.env });
    const reference = await makeReference(release, 20, cage, join(work, "workshop"));
    grader = openGrader(reference, cage, join(work, "workshop"));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    host = { secret: randomBytes(20).toString("hex"), folder: join(work, "submissions"), port };
    for (const path of ["course/source/secret.txt", "submissions/other/lib/mlp.ts"]) {
      mkdirSync(dirname(join(work, path)), { recursive: true });
      writeFileSync(join(work, path), host.secret);
    }
  });

  after(() => {
    server.close();
    rmSync(work, { recursive: true, force: true });
  });
}

async function grade(name: string, { change, untouched }: Case): Promise<Graded> {
  const folder = join(work, "submissions", name);
  const draft = untouched ? new Draft(release) : new Draft();
  change(draft, host);
  draft.write(folder);
  const submission = readSubmission(filesIn(folder), name, grader.reference);
  const manner = { scoresOnly: true, cell: 8, reading: 8 };
  return gradeOne(grader, submission, join(work, `at-work-${name.replace("/", "-")}`), manner);
}

/** What each question has earned, beside why not more. */
function outcome(parts: Part[], { scores }: Graded) {
  const points: Record<string, number> = Object.fromEntries(
    Object.keys(FULL).map((question) => [question, 0]),
  );
  const remarks: string[] = [];
  const crashed = new Set<string>();
  for (const { id, question } of parts) {
    if (!(id in scores)) continue;
    points[question] += scores[id].points;
    if (scores[id].remark) remarks.push(`${question}: ${scores[id].remark}`);
    if (scores[id].crashed) crashed.add(question);
  }
  return { points, remarks, crashed: [...crashed] };
}

/** Tests that each gets what it has earned. */
export function testSuite(suite: Record<string, Cases>, choose: () => Cage): void {
  prepare(choose);
  for (const [kind, cases] of Object.entries(suite)) {
    describe(`what do submissions get: ${kind}?`, { concurrency: 2 }, () => {
      for (const [name, entry] of Object.entries(cases)) {
        if (!`${kind}/${name}`.includes(only)) continue;
        test(name, async () => {
          const graded = await grade(`${kind}/${name}`, entry);
          const { points, remarks, crashed } = outcome(grader.reference.parts, graded);
          const said = [...remarks, ...graded.remarks].join("\n");
          assert.deepEqual(points, pointsOf(entry), said);
          assert.deepEqual(crashed, entry.crashed ?? [], said);
          if (entry.remark) assert.match(said, entry.remark);
        });
      }
    });
  }
}
