// The command line of npm run grade-one.

import type { Arguments, CommandLine } from "../../cli/command";
import { readArguments } from "../../cli/help";
import { type Manner, mannerOf } from "../marks/grade-one";

const command: CommandLine = {
  usage: "-- --submission DIR --out DIR [options]",
  summary: "Grades one submission; `npm run grade` is made of it.",
  options: {
    submission: { value: "DIR", help: "the student's folder: two notebooks and lib/mlp.ts" },
    out: {
      value: "DIR",
      help: "gets result.json (status, scores with remarks, remarks on files, parts to be marked by hand) and the executed notebooks",
    },
    student: {
      value: "NAME",
      help: "as result.json is to name the student (default: the folder's name)",
    },
    reference: {
      value: "FILE",
      help: "what the solution gives, as `npm run grade` leaves it in course/reference.json; without it, it is made first",
    },
    seed: {
      value: "N",
      default: "0",
      help: "of the hidden values, where there is no --reference",
    },
    "cell-seconds": {
      value: "N",
      default: "120",
      help: "the longest a notebook's cell may take, not counting what other programs keep it from a processor; where values are read from it, at most 10",
    },
    "scores-only": { help: "do not execute the notebooks for people to read" },
    "no-sandbox": {
      help: "run the submission with all your rights, where nothing can isolate it; only for code you trust",
    },
    serve: {
      help: "for `npm run grade -- --scheduler`: the reference and then submissions come on standard input, a line of JSON each",
    },
  },
  details: "",
  exit: "0 it was graded, whatever it got, 1 grading itself has failed",
};

export interface Options {
  submission: string;
  out: string;
  student: string | null;
  reference: string | null;
  seed: number;
  manner: Manner;
  noSandbox: boolean;
  serve: boolean;
}

/**
 * What the user asks for; null when that was the help, which has been given.
 *
 * @throws UsageError saying what is wrong
 */
export function readOptions(args: string[]): Options | null {
  return readArguments(command, "npm run grade-one", args, optionsOf);
}

function optionsOf(args: Arguments): Options {
  args.optionsOnly("grade-one");
  const serve = args.flag("serve");
  return {
    submission: serve ? "" : args.required("submission", "the student's folder."),
    out: serve ? "" : args.required("out", "the result's folder."),
    student: args.text("student") ?? null,
    reference: args.text("reference") ?? null,
    seed: args.count("seed", 0, 2 ** 32 - 1),
    manner: mannerOf(args.count("cell-seconds", 1), args.flag("scores-only")),
    noSandbox: args.flag("no-sandbox"),
    serve,
  };
}
