// npm test in the handout: compiles lib, runs the notebooks in a copy, and says of
// each question whether it is solved.

const { existsSync, mkdtempSync, readFileSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join, relative } = require("node:path");
const { root } = require("./paths");
const { runStep } = require("./run-step");
const { runCommand, setUp } = require("./set-up");

/** For one cell, in seconds. */
const TIME_LIMIT = 600;
const LONGEST = 300;

/**
 * @typedef {{ output_type: string, ename?: string, evalue?: string }} Output
 * @typedef {{ cell_type: string, source: string | string[], execution_count?: number,
 *   outputs?: Output[], metadata: { gradbook?: { question: string }, nbgrader?: { grade: boolean } } }} Cell
 * @typedef {{ status: "passed" | "not solved yet" | "wrong", why: string }} Verdict
 */

runCommand(async () => {
  const { python, env } = await setUp();
  /** @type {Record<string, string[]>} */
  const questions = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).questions;
  const folder = mkdtempSync(join(tmpdir(), "check-"));
  let [passed, all] = [0, 0];
  let compiles = false;
  try {
    const running = execute(Object.keys(questions), { python, env, folder });
    // The compiler does not give way: the notebooks run in processes of their own.
    compiles = reportTypes();
    await running;
    for (const [notebook, names] of Object.entries(questions)) {
      const { cells, problem } = executed(notebook, folder);
      for (const name of names) {
        const { status, why } = problem ? { status: "wrong", why: problem } : judge(name, cells);
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

/** Compiles lib as the notebooks do and prints what is wrong with it. */
function reportTypes() {
  const ts = require("typescript");
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const problems = ts.getPreEmitDiagnostics(ts.createProgram(fileNames, options));
  console.log(problems.length === 0 ? "lib/ compiles." : "lib/ does not compile:");
  for (const { file, start, messageText, code } of problems) {
    const text = ts.flattenDiagnosticMessageText(messageText, "\n    ");
    const place = file && ts.getLineAndCharacterOfPosition(file, start ?? 0);
    const where = place && `${relative(root, file.fileName)}:${place.line + 1}: `;
    console.log(`  ${where ?? ""}${text} (TS${code})`);
  }
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
  const there = names.map((name) => join(root, name)).filter(existsSync);
  const script = join(__dirname, "check.py");
  await runStep("Running the notebooks", python, [script, `${TIME_LIMIT}`, folder, ...there], {
    cwd: root,
    env,
    advice: "",
  });
}

/**
 * @param {string} name
 * @param {string} folder
 * @returns {{ cells: Cell[], problem: string }} the notebook's cells with their outputs,
 *   or what has kept it from being run
 */
function executed(name, folder) {
  if (!existsSync(join(root, name))) return { cells: [], problem: `there is no ${name}` };
  const problem = join(folder, `${name}.problem`);
  if (existsSync(problem)) {
    const why = readFileSync(problem, "utf8");
    return { cells: [], problem: `the notebook cannot be run to its end: ${why}` };
  }
  return { cells: JSON.parse(readFileSync(join(folder, name), "utf8")).cells, problem: "" };
}

/**
 * What the cells of a question say of it.
 *
 * @param {string} question
 * @param {Cell[]} cells
 * @returns {Verdict}
 */
function judge(question, cells) {
  const own = cells.filter(({ metadata }) => metadata.gradbook?.question === question);
  if (!own.some(({ metadata }) => metadata.nbgrader?.grade)) {
    return { status: "wrong", why: "the cells that check it are gone: take them from the handout" };
  }
  for (const cell of own) {
    const error = cell.outputs?.find(({ output_type }) => output_type === "error");
    if (!error) continue;
    const why = `Cell [${cell.execution_count}]: ${error.ename}: ${error.evalue}`.slice(0, LONGEST);
    if (error.ename === "KeyboardInterrupt") {
      return {
        status: "wrong",
        why: `Cell [${cell.execution_count}] takes more than ${TIME_LIMIT} s`,
      };
    }
    const unsolved = /\S+ is not solved yet.*/.exec(why);
    return unsolved ? { status: "not solved yet", why: unsolved[0] } : { status: "wrong", why };
  }
  const unwritten = own.some(({ cell_type, source, metadata }) => {
    const text = [source].flat().join("").trim();
    const empty = text === "" || /^\*.+: write your answer here.*\*$/.test(text);
    return cell_type === "markdown" && metadata.nbgrader?.grade && empty;
  });
  if (unwritten) return { status: "not solved yet", why: "your answer in words is missing" };
  return { status: "passed", why: "" };
}
