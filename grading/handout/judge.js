// What an executed notebook says of its questions, and the compiler of lib: the same on
// a computer and in a browser.

/** For one cell, in seconds. */
const TIME_LIMIT = 600;
const LONGEST = 300;
const UNWRITTEN = "your answer in words is missing";

/** What a check prints of a question when an earlier one is wrong (lib/answers/index.ts). */
const ALONE = /^(\S+) is right by itself\. /m;
const EARLIER = /The rest of this check needs \S+, which is not right yet\./;

/**
 * @typedef {{ output_type: string, ename?: string, evalue?: string, text?: string | string[] }} Output
 * @typedef {{ cell_type: string, source: string | string[], execution_count?: number,
 *   outputs?: Output[], metadata: { gradbook?: { question: string }, nbgrader?: { grade: boolean } } }} Cell
 * @typedef {{ status: "passed" | "not solved yet" | "wrong", why: string }} Verdict
 */

/**
 * What is wrong with a program, a line each or more: where, what, and TypeScript's number of it.
 *
 * @param {typeof import("typescript")} ts
 * @param {import("typescript").Program} program
 * @param {string} root the project's folder
 * @returns {string[]}
 */
function typeProblems(ts, program, root) {
  const folder = `${root.replace(/\\/g, "/")}/`;
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText, code }) => {
    const text = ts.flattenDiagnosticMessageText(messageText, "\n    ");
    const place = file && ts.getLineAndCharacterOfPosition(file, start ?? 0);
    const where = place && `${file.fileName.replace(folder, "")}:${place.line + 1}: `;
    return `${where ?? ""}${text} (TS${code})`;
  });
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
    const printed = (cell.outputs ?? []).map(({ text }) => [text ?? ""].flat().join("")).join("");
    if (ALONE.exec(printed)?.[1] === question) continue;
    const earlier = EARLIER.exec(printed)?.[0];
    if (earlier) return { status: "wrong", why: earlier.replace("this check", "its check") };
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
  if (unwritten) return { status: "not solved yet", why: UNWRITTEN };
  return { status: "passed", why: "" };
}

module.exports = { judge, TIME_LIMIT, typeProblems, UNWRITTEN };
