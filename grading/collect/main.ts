// npm run collect: from what a learning-management system or JupyterHub's exchange gives
// to the folders that grading reads.

import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import { type Arguments, asksForHelp, type CommandLine, parse } from "../../cli/command";
import { EXIT } from "../../cli/exit";
import { commandHelp } from "../../cli/help";
import { guardOutput, note, print } from "../../cli/output";
import { UsageError } from "../../cli/usage-error";
import { bar, StatusLine } from "../../lib/display/progress";
import { LIMITS, megabytes } from "./entries";
import { isFolder } from "./folder";
import { Refusal } from "./refusal";
import { report, type Say } from "./report";
import { findSubmissions, type Source } from "./sources";
import { collectStudent, type Result, students } from "./students";
import { recover, Target } from "./target";

const command: CommandLine = {
  usage: "-- --from DIR --to DIR [options]",
  summary: "Lays out what students handed in as grading reads it: DIR/STUDENT/mlp/…",
  options: {
    from: { value: "DIR", multiple: true, help: "folder of submissions, or a class's zip" },
    to: { value: "DIR", help: "where to; made if need be" },
    "dry-run": { help: "say what would be done, and do nothing" },
    replace: {
      help: "also replace what was edited there, or where nothing tells which is newer",
    },
    pattern: {
      value: "REGEX",
      help: "an own way of naming: (?<student>…), and perhaps (?<attempt>…), (?<time>…)",
    },
  },
  details: `
Understood in --from, zipped or not, and the student it is:
  Zoé Dupont_123456_assignsubmission_file_/  Moodle    Zoé Dupont_123456
  dupontzoe_LATE_123_456_mlp-1.zip           Canvas    dupontzoe_123
  zdupont/mlp/                               nbgrader  zdupont
  zdupont+mlp+2026-01-30 10:30:47 UTC/       exchange  zdupont
  zdupont.zip, zdupont (1).zip, zdupont/     other     zdupont
Accents and spaces stay. What some system takes in no file name becomes _, and a
mark of six digits keeps two such students apart. Names that differ in case only
are refused, for they may be one student or two.

Of several submissions of a student the newest counts, late or not, by the first
of these that tells:
  1. when it was handed in: nbgrader's timestamp.txt, exchange's name, <time>
  2. the system's count: Canvas's second number, <attempt>
  3. when a file in it was last saved, by the student's clock
  4. the (1) of a second file of the same name
When the newest can't be taken, no older one counts instead. A time of the first
kind is written to timestamp.txt for nbgrader; one that a student zipped in is
not believed.

Left out: node_modules, .venv, dist, .git, .ipynb_checkpoints, __pycache__,
__MACOSX, .DS_Store. Refused: links, devices, encrypted files, paths that lead
outside, names that are there twice or differ in case only, and more than
${LIMITS.files} files or ${megabytes(LIMITS.total)}.

Run again, it adds what is new, and replaces what is there by what is newer, a
student's folder at a time. What was edited there since, or may be as new, stays
and is named.
`,
  exit: "0 all was collected, 1 something was not",
};

export async function main(args: string[]): Promise<void> {
  guardOutput();
  process.exitCode = await collect(args, { print, note });
}

/** @returns the exit status */
export async function collect(args: string[], say: Say): Promise<number> {
  try {
    if (!asksForHelp(args)) return await run(parse(command, args), say);
    say.print(commandHelp(command, "npm run collect").trimEnd());
    return EXIT.success;
  } catch (error) {
    say.note(`collect: ${error instanceof Error ? error.message : error}`);
    if (!(error instanceof UsageError)) return EXIT.failure;
    say.note("npm run collect -- --help explains how it is used.");
    return EXIT.usage;
  }
}

async function run(args: Arguments, say: Say): Promise<number> {
  const { from, to, pattern } = readArguments(args);
  const sources: Source[] = [];
  try {
    for (const path of from) sources.push(await open(path, pattern));
    const dryRun = args.flag("dry-run");
    if (!dryRun) recover(to);
    const target = new Target(to);
    const all = students(sources.flatMap(({ handed }) => handed));
    const line = new StatusLine(true);
    const results: Result[] = [];
    for (const student of all) {
      const share = results.length / all.length;
      line.show(() => `${bar(share)} ${results.length} of ${all.length} students`);
      results.push(
        await collectStudent(student, target, { dryRun, replace: args.flag("replace") }),
      );
    }
    line.clear();
    return report(say, results, sources, target.students, dryRun) ? EXIT.success : EXIT.failure;
  } finally {
    for (const source of sources) source.close();
  }
}

function readArguments(args: Arguments) {
  args.optionsOnly("collect");
  const from = args.list("from");
  if (!from) throw new UsageError("--from is missing: the folder of what students handed in");
  const to = args.required("to", "the folder for grading");
  if (existsSync(to) && !isFolder(to)) throw new UsageError(`--to ${to} is not a folder`);
  for (const path of from) {
    if (isFolder(path) && (isWithin(path, to) || isWithin(to, path))) {
      throw new UsageError(`--from ${path} and --to ${to} lie within each other`);
    }
  }
  return { from, to, pattern: readPattern(args.text("pattern")) };
}

function readPattern(text: string | undefined): RegExp | undefined {
  if (text === undefined) return undefined;
  if (!text.includes("(?<student>")) throw new UsageError("--pattern has no (?<student>…)");
  try {
    return new RegExp(`^(?:${text})$`, "su");
  } catch (error) {
    throw new UsageError(`--pattern: ${(error as Error).message}`);
  }
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(resolve(folder), resolve(path));
  return !/^\.\.([\\/]|$)/.test(way) && way !== resolve(path);
}

async function open(path: string, pattern?: RegExp): Promise<Source> {
  try {
    return await findSubmissions(path, pattern);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Error(`--from ${path}: ${error.message}`);
  }
}
