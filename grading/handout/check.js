// npm test in the handout: takes the files that grading would take, compiles lib, runs
// the notebooks in a copy, and says of each question whether it is solved.

const { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } = require("node:fs");
const { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { tmpdir } = require("node:os");
const { dirname, join } = require("node:path");
const { isRunning } = require("../../scripts/is-running");
const { root } = require("../../scripts/paths");
const { runStep } = require("../../scripts/run-step");
const { runCommand, setUp } = require("../../scripts/set-up");
const { asGraded } = require("./as-graded");
const { judge, TIME_LIMIT, typeProblems, UNWRITTEN } = require("./judge");

/** Where the copies go when they have run. */
const EXECUTED = "executed";

/** @type {import("./judge").Verdict} */
const ELSEWHERE = {
  status: "not solved yet",
  why: "nothing is written in its cell: what you wrote elsewhere waits for a person",
};

runCommand(async () => {
  const { python, env, packages } = await setUp();
  const taken = asGraded(root, JSON.parse(readFileSync(join(__dirname, "handout.json"), "utf8")));
  for (const remark of taken.remarks) console.log(remark);
  /** @type {Record<string, string[]>} */
  const questions = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).questions;
  const folder = makeCopy(taken, packages);
  let [passed, all] = [0, 0];
  let compiles = false;
  try {
    const running = execute(Object.keys(questions), { python, env: withData(env), folder });
    // The compiler does not give way: the notebooks run in processes of their own.
    compiles = reportTypes(folder);
    await running;
    for (const [notebook, names] of Object.entries(questions)) {
      const { cells, problem } = taken.notebooks.get(notebook)
        ? executed(notebook, folder)
        : { cells: [], problem: whyNot(notebook, taken.remarks) };
      for (const name of names) {
        /** @type {import("./judge").Verdict} */
        const verdict = problem ? { status: "wrong", why: problem } : judge(name, cells);
        const { status, why } = verdict.why === UNWRITTEN && taken.elsewhere ? ELSEWHERE : verdict;
        console.log(`${name.padEnd(6)} ${status.padEnd(15)} ${why}`.trimEnd());
        all++;
        if (status === "passed") passed++;
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`\n${passed} of ${all} questions pass.`);
  if (passed < all || !compiles) process.exitCode = 1;
});

/**
 * A folder with what is graded: the handout's lib with the student's modules, and the
 * notebooks. It is inside the project's, so that it has the project's packages; where an
 * installation has these, nothing is written there, and a link leads to them.
 *
 * @param {import("./as-graded").AsGraded} taken
 * @param {string} [packages] the installation's
 */
function makeCopy({ notebooks, modules }, packages) {
  const folder = packages ? linkedFolder(packages) : folderInside();
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  cpSync(join(root, "tsconfig.json"), join(folder, "tsconfig.json"));
  if (existsSync(join(root, "lib")))
    cpSync(join(root, "lib"), join(folder, "lib"), { recursive: true });
  for (const [path, text] of Object.entries(modules)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  for (const [name, notebook] of notebooks) {
    if (notebook) writeFileSync(join(folder, name), JSON.stringify(notebook));
  }
  return folder;
}

function folderInside() {
  for (const name of readdirSync(root)) {
    const [, pid] = /^\.check-(\d+)$/.exec(name) ?? [];
    if (pid && !isRunning(Number(pid))) rmSync(join(root, name), { recursive: true, force: true });
  }
  const folder = join(root, `.check-${process.pid}`);
  mkdirSync(folder);
  return folder;
}

/** @param {string} packages */
function linkedFolder(packages) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "gradbook-check-")));
  symlinkSync(packages, join(folder, "node_modules"), "junction");
  return folder;
}

/**
 * The copy has no data of its own.
 *
 * @param {NodeJS.ProcessEnv} env
 */
function withData(env) {
  const data = join(root, "data", "mnist");
  return env.MNIST_DIR === undefined && existsSync(data) ? { ...env, MNIST_DIR: data } : env;
}

/**
 * @param {string} notebook
 * @param {string[]} remarks
 */
function whyNot(notebook, remarks) {
  return remarks.find((remark) => remark.includes(notebook)) ?? `there is no ${notebook}`;
}

/**
 * Compiles lib as the notebooks do and prints what is wrong with it.
 *
 * @param {string} folder with tsconfig.json
 */
function reportTypes(folder) {
  const ts = createRequire(join(folder, "tsconfig.json"))("typescript");
  const file = join(folder, "tsconfig.json");
  const { config } = ts.readConfigFile(file, ts.sys.readFile);
  // Types are looked for above that file.
  const read = ts.parseJsonConfigFileContent(config, ts.sys, folder, undefined, file);
  const { fileNames, options } = read;
  const problems = typeProblems(ts, ts.createProgram(fileNames, options), folder);
  console.log(problems.length === 0 ? "lib/ compiles." : "lib/ does not compile:");
  for (const problem of problems) console.log(`  ${problem}`);
  console.log("");
  return problems.length === 0;
}

/**
 * Runs copies of the notebooks that are there, at the same time, whatever their cells do.
 *
 * @param {string[]} names
 * @param {{ python: string, env: NodeJS.ProcessEnv, folder: string }} options
 */
async function execute(names, { python, env, folder }) {
  const there = names.filter((name) => existsSync(join(folder, name)));
  if (there.length === 0) return;
  const out = join(folder, EXECUTED);
  mkdirSync(out);
  const script = join(root, "scripts", "check.py");
  const notebooks = there.map((name) => join(folder, name));
  await runStep("Running the notebooks", python, [script, `${TIME_LIMIT}`, out, ...notebooks], {
    cwd: folder,
    // Nobody sees their figures, whose static pictures would take a processor.
    env: { ...env, GRADBOOK_UNWATCHED: "1" },
    advice: "",
  });
}

/**
 * @param {string} name
 * @param {string} folder
 * @returns {{ cells: import("./judge").Cell[], problem: string }} the notebook's cells with their outputs,
 *   or what has kept it from being run
 */
function executed(name, folder) {
  const out = join(folder, EXECUTED);
  const problem = join(out, `${name}.problem`);
  if (existsSync(problem)) {
    const why = readFileSync(problem, "utf8");
    return { cells: [], problem: `the notebook cannot be run to its end: ${why}` };
  }
  return { cells: JSON.parse(readFileSync(join(out, name), "utf8")).cells, problem: "" };
}
