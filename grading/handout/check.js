// npm test in the handout: takes the files that grading would take, compiles lib, runs
// the notebooks in a copy, and says of each question whether it is solved.

const { cpSync, existsSync, mkdirSync, readFileSync } = require("node:fs");
const { symlinkSync, writeFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { dirname, join } = require("node:path");
const { root } = require("../../scripts/paths");
const { runStep } = require("../../scripts/run-step");
const { runCommand, setUp } = require("../../scripts/set-up");
const { filesIn } = require("../submission/files-in");
const { asGraded, missing, verdictOn } = require("./as-graded");
const { makeFolder, snapshotFor } = require("./copy");
const { TIME_LIMIT, typeProblems } = require("./judge");

/** Where the copies go when they have run. */
const EXECUTED = "executed";

runCommand(async () => {
  const { python, env, packages } = await setUp();
  /** @type {import("./as-graded").KeptHandout} */
  const kept = JSON.parse(readFileSync(join(__dirname, "handout.json"), "utf8"));
  const taken = asGraded(filesIn(root), kept);
  for (const remark of taken.remarks) console.log(remark);
  /** @type {Record<string, string[]>} */
  const questions = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).questions;
  const { folder, usual, remove } = makeFolder(packages);
  let [passed, all] = [0, 0];
  let compiles = false;
  try {
    fill(folder, kept, taken);
    const snapshot = usual ? snapshotFor(folder, kept) : "";
    const options = { python, env: withData(env), folder, snapshot };
    const running = execute(Object.keys(questions), options);
    // The compiler does not give way: the notebooks run in processes of their own.
    compiles = reportTypes(folder);
    await running;
    for (const [notebook, names] of Object.entries(questions)) {
      const run = taken.notebooks.get(notebook)
        ? executed(notebook, folder)
        : missing(taken, notebook);
      for (const name of names) {
        const { status, why } = verdictOn(name, taken, run);
        console.log(`${name.padEnd(6)} ${status.padEnd(15)} ${why}`.trimEnd());
        all++;
        if (status === "passed") passed++;
      }
    }
  } finally {
    remove();
  }
  console.log(`\n${passed} of ${all} questions pass.`);
  if (passed < all || !compiles) process.exitCode = 1;
});

/**
 * Writes what is graded: the handout's lib with the student's modules, and the notebooks.
 *
 * @param {string} folder
 * @param {import("./as-graded").KeptHandout} kept
 * @param {import("./as-graded").AsGraded} taken
 */
function fill(folder, kept, { notebooks, modules }) {
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  link("tsconfig.json", folder);
  if (existsSync(join(root, "lib")))
    cpSync(join(root, "lib"), join(folder, "lib"), { recursive: true });
  for (const [path, text] of Object.entries({ ...kept.modules, ...modules })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  for (const [name, notebook] of notebooks) {
    if (notebook) writeFileSync(join(folder, name), JSON.stringify(notebook));
  }
}

/**
 * The file itself, which a snapshot knows, where links are allowed.
 *
 * @param {string} name
 * @param {string} folder
 */
function link(name, folder) {
  const [from, to] = [join(root, name), join(folder, name)];
  try {
    symlinkSync(from, to);
  } catch {
    cpSync(from, to);
  }
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
 * @param {{ python: string, env: NodeJS.ProcessEnv, folder: string, snapshot: string }} options
 */
async function execute(names, { python, env, folder, snapshot }) {
  const there = names.filter((name) => existsSync(join(folder, name)));
  if (there.length === 0) return;
  const out = join(folder, EXECUTED);
  mkdirSync(out);
  const script = join(root, "scripts", "check.py");
  const notebooks = there.map((name) => join(folder, name));
  const args = [script, `${TIME_LIMIT}`, out, snapshot, ...notebooks];
  await runStep("Running the notebooks", python, args, {
    cwd: folder,
    // Nobody sees their figures, whose static pictures would take a processor.
    env: { ...env, GRADBOOK_UNWATCHED: "1" },
    advice: "",
  });
}

/**
 * @param {string} name
 * @param {string} folder
 * @returns {import("./as-graded").Executed}
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
