// Does `npm run grade` bring a class through from submissions to marks, pages and a
// table? A class of good and bad ones, executed, scored and taken into the gradebook.

import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { mistakes } from "../../../grading/mistakes";
import { root } from "../../../scripts/paths";
import { openBrowser, skipWithoutBrowser } from "../../browser/browser";
import { pagesLack, withMistake } from "../../mutants/in-class";
import { find, nameOf } from "../../mutants/listed";
import { tools } from "../student";
import { acting, NAME, TELLTALE } from "../submissions/acting";
import { FULL, PROBLEM_1 } from "../submissions/case";
import { Draft, P1 } from "../submissions/draft";

const work = mkdtempSync(join(tmpdir(), "gradbook class é "));
const submissions = join(work, "submissions");
const out = join(work, "out");
after(() => rmSync(work, { recursive: true, force: true }));

/** Without the trainings, which take seconds: only one submission needs them. */
function quick(draft: Draft): Draft {
  return draft.answer({ "mnist-run": "" }).remove("mnist-sigmoid-train", "mnist-relu-train");
}

function handIn(student: string, draft: Draft): void {
  rmSync(join(submissions, student), { recursive: true, force: true });
  draft.write(join(submissions, student, "mlp"));
}

function start(...args: string[]): ChildProcess {
  const script = ["scripts/run-typescript.js", "grading/class/main"];
  return spawn(process.execPath, [...script, ...args], { cwd: root, detached: true });
}

/** @returns what it wrote, and its exit status */
async function grade(to = out, ...args: string[]) {
  const all = ["--submissions", submissions, "--out", to, "--seed", "20", "--cell-seconds", "20"];
  const child = start(...all, ...args);
  let [stdout, stderr] = ["", ""];
  child.stdout?.setEncoding("utf8").on("data", (text) => {
    stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  return { stdout, stderr, code };
}

/** The table's rows by student, each by column. */
function gradesIn(folder = out): Record<string, Record<string, string>> {
  const rows = rowsIn(join(folder, "grades.csv"));
  return Object.fromEntries(rows.map((row: Record<string, string>) => [row.student, row]));
}

function rowsIn(file: string): Record<string, string>[] {
  const script = `
import csv, json, sys
print(json.dumps(list(csv.DictReader(open(sys.argv[1], encoding="utf-8-sig", newline="")))))`;
  return JSON.parse(python(script, file));
}

function python(script: string, ...args: string[]): string {
  return execFileSync(tools.python, ["-c", script, ...args], { encoding: "utf8", env: tools.env });
}

/** Marks a cell by hand, as formgrader does. */
function mark(student: string, cell: string, points: number, comment: string): void {
  const script = `
import sys
from nbgrader.api import Gradebook
database, student, cell, points, comment = sys.argv[1:]
with Gradebook("sqlite:///" + database) as gradebook:
    where = (cell, "1-backpropagation", "mlp", student)
    grade = gradebook.find_grade(*where)
    grade.manual_score = float(points)
    grade.needs_manual_grade = False
    gradebook.find_comment(*where).manual_comment = comment
    gradebook.db.commit()`;
  python(script, join(out, "course", "gradebook.db"), student, cell, String(points), comment);
}

/** Sets when the class has to hand in, as nbgrader's own commands do. */
function setDueDate(time: string): void {
  const script = `
import sys
from nbgrader.api import Gradebook
with Gradebook("sqlite:///" + sys.argv[1]) as gradebook:
    gradebook.update_or_create_assignment("mlp", duedate=sys.argv[2])`;
  python(script, join(out, "course", "gradebook.db"), time);
}

/** Students who have made a usual mistake each, and nothing else. */
const USUAL = [find("Q2.1", "softmax-overflows"), find("Q2.4", "mask-at-zero")];

const BY_HAND = ["q11", "q12", "q13", "q14", "q15"].map((id) => `${id}-derivation`);

describe("a class", () => {
  let first: Awaited<ReturnType<typeof grade>>;

  before(async () => {
    handIn("Åsa O'Brien", new Draft());
    const acts = quick(new Draft());
    acting(acts);
    handIn(NAME, acts);
    handIn("crashed", quick(new Draft()).prepend("q13-answer", "process.kill(process.pid, 9);"));
    const unreadable = quick(new Draft());
    unreadable.files[P1] = "no notebook";
    handIn("unreadable", unreadable);
    const odd = quick(new Draft());
    odd.cell("q11").metadata = null;
    odd.addBefore("q14-answer", "1", "heading");
    odd.answer({ "q13-answer": "const dJ_dW2 = Matrix.mul(h1, y - h2);" });
    odd.library((text) => text.replace(".div(probs, N)", ".div(probs, 1)").replace("-1 / N", "-1"));
    odd.cells[P1].push({ cell_type: {} as string, source: { a: 1 } as never, metadata: 1 });
    handIn("odd", odd);
    for (const one of USUAL) handIn(nameOf(one), quick(withMistake(new Draft(), one)));
    mkdirSync(join(submissions, "nothing"));
    first = await grade();
  });

  test("is every one of it graded?", () => {
    assert.equal(first.code, 0, first.stderr);
    const shown = readdirSync(submissions).map((name) => (name === NAME ? `'${name}` : name));
    assert.deepEqual(Object.keys(gradesIn()).sort(), shown.sort());
  });

  test("what does each get?", () => {
    const sum = (questions: string[]) => questions.reduce((all, name) => all + FULL[name], 0);
    const all = sum(Object.keys(FULL));
    const rows = Object.entries(gradesIn()).map(([name, { total }]) => [name, Number(total)]);
    assert.deepEqual(Object.fromEntries(rows), {
      "Åsa O'Brien": all,
      [`'${NAME}`]: all - 3 - 3,
      crashed: all - 3 - 3,
      unreadable: all - 3 - sum(PROBLEM_1),
      odd: all - 3 - 3 - 10,
      ...Object.fromEntries(USUAL.map((one) => [nameOf(one), all - 3 - FULL[one.question]])),
      nothing: 0,
    });
  });

  test("does the status tell apart why marks are missing?", () => {
    const status = Object.entries(gradesIn()).map(([name, row]) => [name, row.status]);
    assert.deepEqual(Object.fromEntries(status), {
      "Åsa O'Brien": "waiting",
      [`'${NAME}`]: "unclear", // a module of its own is too large to be read
      crashed: "crashed",
      unreadable: "unreadable",
      odd: "waiting",
      ...Object.fromEntries(USUAL.map((one) => [nameOf(one), "waiting"])),
      nothing: "unreadable",
    });
  });

  test("are mistakes named in mistakes.csv, in a table at the end, and on the student's pages?", () => {
    const rows = rowsIn(join(out, "mistakes.csv")).filter(({ student }) => student === "odd");
    const [q13, q22] = [
      mistakes.find(({ question, name }) => question === "Q1.3" && name === "opposite-sign"),
      mistakes.find(({ name }) => name === "no-mean-in-gradient"),
    ].map((mistake) => mistake ?? assert.fail());
    assert.deepEqual(Object.keys(rows[0]), ["student", "question", "mistake", "message"]);
    assert.deepEqual(
      rows.map(({ question, mistake, message }) => [question, mistake, message]).slice(0, 2),
      [q13, q22].map(({ question, name, says }) => [question, name, says]),
    );
    assert.match(first.stdout, /^question +students +mistake$/m);
    assert.match(first.stdout, /^Q1\.3 +1 +opposite-sign$/m);
    assert.match(first.stdout, /^Q2\.2 +1 +no-mean-in-gradient$/m);
    const page = (name: string) => readFileSync(join(out, "feedback", "odd", name), "utf8");
    for (const { says } of [q13, q22]) {
      const shown = says.replaceAll("'", "&#39;");
      const on = (name: string) => page(name).includes(says) || page(name).includes(shown);
      assert.ok(on("index.html"), says);
      assert.ok(on("1-backpropagation.html") || on("2-multilayer-perceptron.html"), says);
    }
  });

  test("does a usual mistake cost its question only, and is it named wherever it is read?", () => {
    const rows = rowsIn(join(out, "mistakes.csv"));
    for (const one of USUAL) {
      const own = rows.filter(({ student }) => student === nameOf(one));
      // The network of MNIST is missing in all but one submission.
      const [{ question, mistake, message }, ...more] = own;
      assert.deepEqual([question, mistake, message], [one.question, one.name, one.says]);
      assert.deepEqual(
        more.map((row) => row.question),
        ["MNIST"],
      );
      assert.match(first.stdout, new RegExp(`^${one.question} +1 +${one.name}$`, "m"));
      assert.deepEqual(pagesLack(one, out), []);
    }
  });

  test("is it said how far it is and how long it will take?", () => {
    assert.match(first.stderr, /1 of 8.*left/);
  });

  test("does the right one's feedback show its figures?", () => {
    const page = readFileSync(join(out, "feedback", "Åsa O'Brien", "2-multilayer-perceptron.html"));
    assert.ok(page.includes("<svg") || page.includes("data:image/svg+xml"));
  });

  test("does what a student writes act in the feedback?", {
    skip: skipWithoutBrowser,
  }, async () => {
    const browser = await openBrowser();
    try {
      const page = await browser.newPage();
      const asked: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      page.on("dialog", (dialog) => asked.push(`dialog ${dialog.message()}`));
      const folder = join(out, "feedback", NAME);
      const pages = readdirSync(folder).filter((name) => name.endsWith(".html"));
      assert.equal(pages.length, 3);
      for (const name of pages) {
        await page.goto(pathToFileURL(join(folder, name)).href);
        await page.waitForTimeout(500);
        const handlers = await page.evaluate(
          `[...document.querySelectorAll("*")].flatMap((e) => [...e.attributes]).filter((a) => /^on/.test(a.name) || /^javascript:/i.test(a.value)).map((a) => a.name + "=" + a.value).filter((handler) => handler !== "onclick=toggleHelpBox()")`, // nbgrader's own
        );
        assert.deepEqual(handlers, [], name);
      }
      assert.deepEqual(
        asked.filter((url) => url.includes(TELLTALE) || url.startsWith("dialog")),
        [],
      );
    } finally {
      await browser.close();
    }
  });

  test("is a spreadsheet given nothing to compute?", () => {
    const text = readFileSync(join(out, "grades.csv"), "utf8");
    assert.doesNotMatch(text, /(^|,)"?[=+@\t]/m);
  });

  describe("graded again", () => {
    test("is what has not changed left alone, and the table the same?", async () => {
      const before = readFileSync(join(out, "grades.csv"), "utf8");
      const { stderr } = await grade();
      assert.match(stderr, /8 of 8 have not changed/);
      assert.doesNotMatch(stderr, /in the gradebook|feedback written/);
      assert.equal(readFileSync(join(out, "grades.csv"), "utf8"), before);
    });

    test("do marks by hand count, and stay when something else is handed in again?", async () => {
      const points = [2, 1.5, 0, 2, 1];
      for (const [i, id] of BY_HAND.entries()) mark("odd", id, points[i], `looked at ${id}`);
      const changed = quick(new Draft());
      changed.answer({
        "q11-answer": "const dJ_da2 = 0;",
        "q12-derivation": "Another derivation.",
      });
      handIn("odd", changed);
      const { stderr } = await grade();
      assert.match(stderr, /7 of 8 have not changed/);
      const row = gradesIn().odd;
      // 1.2's text is another one: its mark stays, and waits for a look.
      assert.equal(row["Q1.1"], "2");
      assert.equal(row["Q1.2"], "");
      assert.equal(row["Q1.3"], "3");
      assert.match(row.remarks, /by hand: Q1\.2, Q1\.6, MNIST/);
      assert.equal(Number(row.total), 43 - 3 - 3 + 2 + 1.5 + 0 + 2 + 1);
      const page = readFileSync(join(out, "feedback", "odd", P1.replace("ipynb", "html")), "utf8");
      assert.match(page, /looked at q13-derivation/);
    });

    test("does a changed answer wait until somebody has looked at it?", async () => {
      const again = quick(new Draft()).answer({ "q12-derivation": "Another derivation." });
      handIn("odd", again);
      await grade();
      assert.equal(gradesIn().odd["Q1.2"], "");
      mark("odd", "q12-derivation", 2, "better");
      await grade();
      assert.equal(gradesIn().odd["Q1.2"], "5");
    });

    test("does a time, a due date or a penalty that changes count in the next run?", async () => {
      const { total } = gradesIn().odd;
      const config = join(out, "course", "nbgrader_config.py");
      const without = readFileSync(config, "utf8");
      const handedIn = (hour: string) =>
        writeFileSync(
          join(submissions, "odd", "mlp", "timestamp.txt"),
          `2026-01-30 ${hour}:00:00 UTC`,
        );
      const steps: [string, () => void, string][] = [
        ["a due date", () => setDueDate("2026-01-30 10:00:00 UTC"), total],
        ["a time after it", () => handedIn("11"), total],
        [
          "a penalty",
          () =>
            writeFileSync(config, `${without}\nc.LateSubmissionPlugin.penalty_method = "zero"\n`),
          "0",
        ],
        ["an earlier time", () => handedIn("09"), total],
        ["an earlier due date", () => setDueDate("2026-01-30 08:00:00 UTC"), "0"],
        ["no penalty", () => writeFileSync(config, without), total],
      ];
      for (const [what, change, expected] of steps) {
        change();
        const { stderr } = await grade();
        assert.match(stderr, /8 of 8 have not changed/, what);
        assert.equal(gradesIn().odd.total, expected, what);
      }
    });
  });
});

test("does a run that is killed go on where it was?", async () => {
  const [whole, killed] = ["whole", "killed"].map((name) => join(work, name));
  for (const student of readdirSync(submissions)) {
    if (student !== "crashed" && student !== "odd")
      rmSync(join(submissions, student), { recursive: true });
  }
  await grade(whole, "--scores-only");
  // Right after each thing that it tells, and in the middle of it.
  const moments = [/done/, /1 of 2/, /2 of 2/, /in the gradebook/, /feedback written/];
  for (const moment of moments) {
    const args = [
      "--submissions",
      submissions,
      "--out",
      killed,
      "--seed",
      "20",
      "--cell-seconds",
      "20",
    ];
    const child = start(...args, "--scores-only");
    let said = "";
    child.stderr?.setEncoding("utf8").on("data", (text) => {
      said += text;
      if (moment.test(said)) process.kill(-(child.pid as number), "SIGKILL");
    });
    await new Promise((resolve) => child.on("close", resolve));
  }
  const { code, stderr } = await grade(killed, "--scores-only");
  assert.equal(code, 0, stderr);
  assert.match(stderr, /2 of 2 have not changed/);
  const [one, other] = [whole, killed].map((folder) =>
    readFileSync(join(folder, "grades.csv"), "utf8"),
  );
  assert.equal(other, one);
  assert.deepEqual(readdirSync(killed).sort(), [
    "course",
    "feedback",
    "grades.csv",
    "mistakes.csv",
  ]);
});
