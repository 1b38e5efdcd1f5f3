// npm run test:hub: a class on a real JupyterHub, from the handout's release to the
// feedback that students fetch. An instructor and two students are real users; one student
// works in a browser, the other in a terminal.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { ASSIGNMENT } from "../../../grading/assignment/assignment";
import type { Tools } from "../../../grading/handout/course";
import { makeHandout } from "../../../grading/handout/make";
import { root } from "../../../scripts/paths";
import { openBrowser, skipWithoutBrowser } from "../../browser/browser";
import { removeFolders, temporaryFolder } from "../student";
import { Draft, P1, P2 } from "../submissions/draft";
import { installHub } from "./environment";
import { contentsOf } from "./hub";
import {
  addUsers,
  COURSE,
  EXCHANGE,
  JupyterHub,
  PYTHON,
  startMachine,
  USER_ENVIRONMENT,
} from "./jupyterhub";
import { Lab } from "./lab";
import { type Machine, machineProblem } from "./machine";
import { LOOK, type LookFor, type Seen, secretsOfProject } from "./secrets";

const [TEACHER, ADA, BEN] = ["teacher", "ada", "ben"];
const STUDENTS = [ADA, BEN];
const homeOf = (user: string) => `/home/${user}`;
const classFolder = join(homeOf(TEACHER), COURSE);
const grades = join(homeOf(TEACHER), "grades");
const DATA = join(USER_ENVIRONMENT, "share", "jupyter");

/** What stands in one student's answers, and nowhere else. */
const WORDS: Record<string, string> = {
  [ADA]: "the words of nobody but ada: 8d1f6f3c",
  [BEN]: "the words of nobody but ben: 41c09a7e",
};

/** Registers the tests, which then run one by one. */
export function main(_args: string[], tools: Tools): void {
  describe("a class on a JupyterHub", { skip: machineProblem() || skipWithoutBrowser }, () => {
    let machine: Machine;
    let hub: JupyterHub;
    let browser: Browser;
    let ada: Lab;
    let handout = "";
    let installed = "";

    before(async () => {
      const { environment, proxy } = await installHub();
      ({ folder: handout } = await makeHandout(tools, temporaryFolder()));
      machine = await startMachine(environment);
      addUsers(machine, [TEACHER, ...STUDENTS]);
      hub = await JupyterHub.start(machine, [TEACHER, ...STUDENTS], proxy);
      browser = await openBrowser();
    });

    after(async () => {
      await browser?.close();
      await machine?.close();
      removeFolders();
    });

    test("is the kernel installed once, for those who may not write there?", (t) => {
      const install = ["npm", "run", "install-kernel", "--", "--prefix", USER_ENVIRONMENT];
      machine.run("root", install, { cwd: root });
      installed = listing();
      const [size] = machine.root("du", "-sm", join(DATA, "gradbook")).split("\t");
      t.diagnostic(`${size} MB for all`);
      for (const user of STUDENTS) {
        const { readable, writable } = reads(user, [DATA]);
        assert.ok(readable.some((file) => file.endsWith("kernel/main.js")));
        assert.deepEqual(writable, []);
      }
      const check = ["npm", "run", "install-kernel", "--", "--check", "--prefix", USER_ENVIRONMENT];
      const { stdout } = machine.attempt("root", check, { cwd: root });
      assert.match(stdout, /Nothing lacks\./);
    });

    test("does the instructor release what is handed out?", () => {
      lay(TEACHER, handout, join(classFolder, "release", ASSIGNMENT));
      const config = `c = get_config()\nc.CourseDirectory.root = "${classFolder}"\n`;
      writeAs(TEACHER, join(homeOf(TEACHER), ".jupyter", "nbgrader_config.py"), config);
      nbgrader(TEACHER, "release_assignment", ASSIGNMENT);
      assert.deepEqual(machine.root("ls", join(EXCHANGE, COURSE)).split("\n").slice(0, 2), [
        "inbound",
        "outbound",
      ]);
    });

    test("do both fetch, one in the browser?", async () => {
      ada = await Lab.open(browser, hub, ADA);
      await ada.assignments();
      await ada.press("released", "Fetch", "fetched");
      nbgrader(BEN, "fetch_assignment", ASSIGNMENT);
      for (const user of STUDENTS) {
        const folder = join(homeOf(user), ASSIGNMENT);
        assert.deepEqual(filesIn(folder), [...contentsOf(handout).keys()].sort());
      }
    });

    test("does a folder as it was fetched run, and install nothing?", () => {
      const folder = join(homeOf(BEN), ASSIGNMENT);
      const before = listing(folder);
      const { stdout, stderr } = machine.attempt(BEN, ["npm", "test"], { cwd: folder });
      assert.match(stdout, /lib\/ compiles\./, stderr);
      assert.match(stdout, /\n0 of 11 questions pass\./);
      assert.doesNotMatch(stderr, /Installing/);
      assert.equal(listing(folder), before);
    });

    test("does one solve it in the browser, and all cells run?", {
      timeout: 900_000,
    }, async (t) => {
      const solved = new Draft();
      solved.answer({ "q11-derivation": WORDS[ADA] });
      layDraft(ADA, solved);
      for (const name of [P1, P2]) {
        const begun = performance.now();
        await ada.notebook(`${ASSIGNMENT}/${name}`);
        assert.deepEqual(await ada.runAll(), [], name);
        t.diagnostic(`${name}: ${((performance.now() - begun) / 1000).toFixed(0)} s`);
      }
      mkdirSync(join(root, "dist"), { recursive: true });
      await ada.page.screenshot({ path: join(root, "dist", "hub.png") });
      const processes = machine.root("ps", "-eo", "user:32,args");
      assert.match(processes, new RegExp(`^${ADA} .*${DATA}/gradbook/.*/kernel/main\\.js`, "m"));
      assert.ok(!filesIn(join(homeOf(ADA), ASSIGNMENT)).includes("node_modules"));
    });

    test("does the other one leave it half?", () => {
      const solved = new Draft();
      const half = new Draft(handout).answer({ "q12-derivation": WORDS[BEN] });
      for (const id of ["q11-answer", "q12-answer", "q13-answer"]) {
        half.answer({ [id]: [solved.cell(id).source].flat().join("") });
      }
      layDraft(BEN, half);
    });

    test("do both hand in?", async () => {
      await ada.assignments();
      await ada.press("fetched", "Submit", "submitted");
      nbgrader(BEN, "submit", ASSIGNMENT);
      const inbound = machine
        .root("ls", join(EXCHANGE, COURSE, "inbound"))
        .trim()
        .split("\n");
      assert.deepEqual(
        inbound.map((name) => name.split("+")[0]),
        STUDENTS,
      );
    });

    test("are they collected and graded?", { timeout: 900_000 }, (t) => {
      nbgrader(TEACHER, "collect", ASSIGNMENT);
      const submissions = join(homeOf(TEACHER), "submissions");
      const collected = join(classFolder, "submitted");
      npmRun("collect", "--from", collected, "--to", submissions);
      const begun = performance.now();
      npmRun("grade", "--submissions", submissions, "--out", grades);
      t.diagnostic(`graded in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
      const [head, ...rows] = machine.root("cat", join(grades, "grades.csv")).trim().split("\r\n");
      const columns = head.split(",");
      const earned = rows.map((row) => {
        const values = row.split(",");
        const of = (column: string) => values[columns.indexOf(column)];
        return ["student", "Q1.3", "Q1.4", "Q2.2", "total", "status"].map(of);
      });
      // What they have said in words waits to be marked by hand.
      assert.deepEqual(earned, [
        [ADA, "", "", "10", "43", "waiting"],
        [BEN, "3", "0", "0", "9", "waiting"],
      ]);
    });

    test("does feedback go back to whom it is for?", () => {
      const settings = ["--CourseDirectory.root=.", `--CourseDirectory.course_id=${COURSE}`];
      const release = ["nbgrader", "release_feedback", ASSIGNMENT, ...settings];
      machine.run(TEACHER, release, { cwd: join(grades, "course") });
      for (const user of STUDENTS) {
        nbgrader(user, "fetch_feedback", ASSIGNMENT);
        const pages = filesIn(join(homeOf(user), ASSIGNMENT, "feedback"));
        const names = [P1, P2].map((name) => name.replace(/\.ipynb$/, ".html"));
        assert.deepEqual(
          pages
            .filter((page) => page.endsWith(".html"))
            .map(last)
            .sort(),
          names,
        );
        const text = machine.root("sh", "-c", `cat ${homeOf(user)}/mlp/feedback/*/1-*.html`);
        for (const student of STUDENTS) {
          assert.equal(text.includes(WORDS[student]), user === student, `${student}'s, by ${user}`);
        }
      }
    });

    for (const [user, other] of [STUDENTS, STUDENTS.toReversed()]) {
      test(`can ${user} read what is ${other}'s, or grading's?`, async () => {
        const places = ["/home", "/srv", "/tmp", "/etc", DATA, root];
        const { readable, found, writable } = reads(user, places, secretsOfProject(), WORDS[other]);
        const others = (path: string) => !path.startsWith(`${homeOf(user)}/`);
        assert.deepEqual(
          Object.entries(found).filter(([path]) => others(path)),
          [],
        );
        const course = join(EXCHANGE, COURSE);
        const closed = [homeOf(other), homeOf(TEACHER), root, "/srv/jupyterhub"];
        for (const folder of [...closed, join(course, "inbound"), join(course, "feedback")]) {
          assert.ok(!readable.some((file) => file.startsWith(`${folder}/`)), folder);
          assert.notEqual(machine.attempt(user, ["ls", folder]).status, 0, folder);
        }
        const common = ["/tmp", EXCHANGE, join(course, "inbound")];
        assert.deepEqual(
          writable.filter((path) => others(path) && !common.includes(path)),
          [],
        );
        const move = machine.attempt(user, ["mv", course, join(EXCHANGE, "mine")]);
        assert.notEqual(move.status, 0);
        const lab = user === ADA ? ada : await Lab.open(browser, hub, user);
        const contents = `api/contents/${ASSIGNMENT}`;
        const statusOf = async (url: string) => (await lab.page.request.get(url)).status();
        assert.equal(await statusOf(lab.url(contents)), 200);
        for (const path of ["lab", contents]) {
          const status = await statusOf(lab.url(path, other));
          assert.ok([403, 404].includes(status), `${path}: ${status}`);
        }
      });
    }

    test("is the installation as it was?", () => {
      assert.equal(listing(), installed);
      const foreign = machine.root("find", USER_ENVIRONMENT, "!", "-user", "root");
      assert.equal(foreign, "");
    });

    const last = (path: string) => path.slice(path.lastIndexOf("/") + 1);

    /** Names, sizes, times and modes of what is below a folder. */
    function listing(folder = DATA): string {
      const lines = machine.root("find", folder, "-printf", "%p %s %T@ %m\n").split("\n");
      return lines.sort().join("\n");
    }

    function filesIn(folder: string): string[] {
      return machine
        .root("find", folder, "-mindepth", "1", "-printf", "%P\n")
        .trim()
        .split("\n")
        .sort();
    }

    function nbgrader(user: string, ...args: string[]): void {
      machine.run(user, ["nbgrader", ...args]);
    }

    function npmRun(...[command, ...args]: string[]): void {
      machine.run(TEACHER, ["npm", "run", command, "--", ...args], { cwd: root });
    }

    function reads(user: string, folders: string[], lines: string[] = [], text = ""): Seen {
      const look: LookFor = { folders, lines, text };
      return JSON.parse(machine.run(user, [PYTHON, "-c", LOOK, JSON.stringify(look)]));
    }

    function writeAs(user: string, file: string, text: string): void {
      const script = 'mkdir -p "$(dirname "$1")" && cat > "$1"';
      machine.run(user, ["sh", "-c", script, "sh", file], { input: text });
    }

    /** Copies a folder of this machine's, as an upload would. */
    function lay(user: string, from: string, to: string): void {
      const packed = execFileSync("tar", ["-C", from, "-cf", "-", "."], { maxBuffer: 2 ** 28 });
      machine.run(user, ["mkdir", "-p", to]);
      machine.run(user, ["tar", "-C", to, "-xf", "-"], { input: packed });
    }

    function layDraft(user: string, draft: Draft): void {
      const folder = temporaryFolder();
      draft.write(folder);
      lay(user, folder, join(homeOf(user), ASSIGNMENT));
    }
  });
}
