// What Jupyter shows of a failure: ename, evalue and a traceback with the lines
// of the user's own code. Whatever was thrown, the result is strings.
import { type CompileError, isCompileError, type Mistake } from "../compile/errors";
import { host } from "./host";
import type { Place } from "./scripts";
import { type Frame, framesOf, readable } from "./stack";

/** The content of an `error` output. */
export interface ErrorContent {
  ename: string;
  evalue: string;
  traceback: string[];
}

/** Ends a cell that the user interrupted. */
export class KeyboardInterrupt extends Error {
  override name = "KeyboardInterrupt";
  constructor() {
    super("the cell was interrupted");
  }
}

const MAX_TEXT = 20_000;
const MAX_FRAMES = 30;
const MAX_CAUSES = 5;
const CONTEXT = 2;

const red = (text: string) => `\x1b[31m${text}\x1b[39m`;
const green = (text: string) => `\x1b[32m${text}\x1b[39m`;
const cyan = (text: string) => `\x1b[36m${text}\x1b[39m`;

/** Describes anything that was thrown. Never throws. */
export function describeError(thrown: unknown): ErrorContent {
  if (attempt(() => isCompileError(thrown))) return describeCompileError(thrown as CompileError);
  const { ename, evalue } = summary(thrown);
  return { ename, evalue, traceback: describe(thrown, 0).split("\n") };
}

/** One line about anything that was thrown. */
export function summary(thrown: unknown): { ename: string; evalue: string } {
  if (!isError(thrown)) return { ename: "Uncaught", evalue: show(thrown) };
  const own = attempt(() => thrown.name);
  // A class made of Error has its parent's name unless it says otherwise.
  const name = own && own !== "Error" ? own : attempt(() => thrown.constructor.name) || own;
  const message = attempt(() => thrown.message);
  return {
    ename: typeof name === "string" ? limit(name) : "Error",
    evalue:
      typeof message === "string"
        ? limit(readable(message))
        : message === undefined
          ? ""
          : show(message),
  };
}

/** An object's or a primitive's text as console.log has it. Never throws. */
export function show(value: unknown): string {
  return limit(attempt(() => host.inspect(value)) ?? "[a value that cannot be shown]");
}

function describe(thrown: unknown, depth: number): string {
  const { ename, evalue } = summary(thrown);
  const lines = [evalue ? `${red(ename)}: ${evalue}` : red(ename)];
  if (!isError(thrown)) return lines[0];
  lines.push(...describeFrames(attempt(() => framesOf(thrown)) ?? []));
  if (depth >= MAX_CAUSES) return lines.join("\n");
  const cause = attempt(() => thrown.cause);
  if (cause !== undefined) lines.push("", `caused by ${describe(cause, depth + 1)}`);
  const errors = attempt(() => (thrown as AggregateError).errors);
  if (Array.isArray(errors)) {
    errors.slice(0, MAX_CAUSES).forEach((error, index) => {
      lines.push("", `error ${index + 1} of ${errors.length}: ${describe(error, depth + 1)}`);
    });
  }
  return lines.join("\n");
}

/** The calls that led to an error, with the lines of the user's code they are in. */
function describeFrames(frames: Frame[]): string[] {
  const lines: string[] = [];
  const own = frames.filter(({ place }) => place);
  // A recursion's calls are all alike.
  const runs = frames.filter((frame, index) => frame.text !== frames[index - 1]?.text);
  for (const frame of runs.slice(0, MAX_FRAMES)) {
    lines.push(`    at ${cyan(frame.text)}`);
    const ends = frame === own[0] || frame === own[own.length - 1];
    if (frame.place) lines.push(...quote(frame.place, ends ? CONTEXT : 0));
    const next = frames[frames.indexOf(frame) + 1];
    if (next?.text === frame.text) lines.push("    … and the same again");
  }
  if (runs.length > MAX_FRAMES) lines.push(`    … ${runs.length - MAX_FRAMES} more`);
  return lines;
}

function quote({ script, line, column }: Place, context: number): string[] {
  return quoteLines(script.lines, line, column, context);
}

/** A line with an arrow and a caret, and `context` lines above and below. */
function quoteLines(source: string[], line: number, column: number, context: number): string[] {
  if (line > source.length) return [];
  const first = Math.max(1, line - context);
  const last = Math.min(source.length, line + context);
  const width = String(last).length;
  const quoted: string[] = [];
  for (let number = first; number <= last; number++) {
    const text = source[number - 1].slice(0, 200);
    const label = String(number).padStart(width);
    quoted.push(number === line ? `${green(`→ ${label}`)} | ${text}` : `  ${label} | ${text}`);
    if (number === line && column <= text.length + 1) {
      const indent = text.slice(0, column - 1).replace(/[^\t]/g, " ");
      quoted.push(`  ${" ".repeat(width)} | ${indent}${red("^")}`);
    }
  }
  return quoted;
}

function describeCompileError(error: CompileError): ErrorContent {
  const where = ({ file, line, column }: Mistake) =>
    file ? `${file}:${line}:${column}` : `${error.label}, line ${line}:${column}`;
  const traceback = error.mistakes.flatMap((mistake) => [
    `${red(error.name)}: ${cyan(where(mistake))}: ${mistake.message} (TS${mistake.code})`,
    ...mistake.details.map((detail) => `    ${detail}`),
    ...quoteLines(error.linesOf(mistake.file), mistake.line, mistake.column, CONTEXT),
  ]);
  const { file, line, message } = error.main;
  const evalue = `${file ? `${file}:${line}` : `line ${line}`}: ${message}`;
  return { ename: error.name, evalue: limit(evalue), traceback };
}

/** Whether this is how Node says that SIGINT has broken a cell's synchronous code off. */
export function isBrokenOff(thrown: unknown): boolean {
  return attempt(() => host.isBrokenOff(thrown)) === true;
}

function isError(thrown: unknown): thrown is Error {
  return host.isNativeError(thrown) || attempt(() => thrown instanceof Error) === true;
}

function attempt<T>(f: () => T): T | undefined {
  try {
    return f();
  } catch {
    return undefined;
  }
}

function limit(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  return `${text.slice(0, MAX_TEXT)}… (${text.length - MAX_TEXT} more characters)`;
}
