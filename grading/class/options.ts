// The command line of npm run grade.

import { cpus } from "node:os";
import type { Arguments, CommandLine } from "../../cli/command";
import { readArguments } from "../../cli/help";
import { checkAddress } from "../cluster/address";
import type { Settings } from "../cluster/head";

const command: CommandLine = {
  usage: "-- --submissions DIR --out DIR [options]",
  summary: `Grades DIR/STUDENT/mlp/ for each student: executes the notebooks, runs the code on
values of its own, and compares the answers with the solution's. What was graded
before and has not changed is left alone; an interrupted run continues where it
stopped; marks given by hand stay.`,
  options: {
    submissions: {
      value: "DIR",
      help: "one folder per student, as `npm run collect` and `nbgrader collect` leave them",
    },
    out: {
      value: "DIR",
      help: "gets grades.csv, feedback/ and course/, which is nbgrader's: `npm run formgrader -- --out DIR` opens it for marking by hand",
    },
    student: {
      value: "NAME",
      multiple: true,
      help: "only this student; may be given more than once",
    },
    jobs: { value: "N", help: "how many at a time (default: the number of processors)" },
    scheduler: {
      value: "ADDRESS",
      help: "grade on a Dask cluster: tls://HOST:8786, or a Python file that makes a `cluster` (Slurm, Kubernetes, JupyterHub: see the instructor's page); its workers are `npm run dask -- worker ADDRESS` on hosts with the same Gradbook",
    },
    "tls-ca-file": { value: "FILE", help: "Dask's, for tls:// (default: its configuration's)" },
    "tls-cert": { value: "FILE", help: "the same" },
    "tls-key": { value: "FILE", help: "the same" },
    unencrypted: { help: "allow tcp:// to other machines" },
    patience: {
      value: "N",
      default: "30",
      help: "seconds without a sign of life of a worker, before its submission is given to another",
    },
    "cell-seconds": {
      value: "N",
      default: "120",
      help: "the longest a notebook's cell may take, not counting what other programs keep it from a processor; where values are read from it, at most 10",
    },
    seed: { value: "N", help: "seed of the hidden values (default: drawn once for each --out)" },
    "scores-only": {
      help: "do not execute the notebooks for the feedback: it has no outputs and figures then, and takes a quarter of the time",
    },
    "no-sandbox": {
      help: "run submissions with all your rights, where nothing can isolate them; only for code you trust",
    },
  },
  details: "",
  exit: "0 all were graded, whatever they got, 1 some could not be",
};

export interface Options {
  submissions: string;
  out: string;
  /** Only these; all if empty. */
  students: string[];
  jobs: number;
  cellSeconds: number;
  scoresOnly: boolean;
  /** To grade on; null for this machine. */
  cluster: Settings | null;
  seed: number | null;
  noSandbox: boolean;
}

/**
 * What the user asks for; null when that was the help, which has been given.
 *
 * @throws UsageError saying what is wrong
 */
export function readOptions(args: string[]): Options | null {
  return readArguments(command, "npm run grade", args, optionsOf);
}

function optionsOf(args: Arguments): Options {
  args.optionsOnly("grade");
  return {
    submissions: args.required("submissions", "the folder of the students' folders."),
    out: args.required("out", "the folder for grades and feedback."),
    students: args.list("student") ?? [],
    jobs: args.text("jobs") === undefined ? cpus().length : args.count("jobs", 1),
    cellSeconds: args.count("cell-seconds", 1),
    cluster: clusterOf(args),
    seed: args.text("seed") === undefined ? null : args.count("seed", 0, 2 ** 32 - 1),
    scoresOnly: args.flag("scores-only"),
    noSandbox: args.flag("no-sandbox"),
  };
}

function clusterOf(args: Arguments): Settings | null {
  const scheduler = args.text("scheduler");
  if (scheduler === undefined) return null;
  const warning = checkAddress(scheduler, args.flag("unencrypted"));
  if (warning) console.error(warning);
  return {
    scheduler,
    tls: {
      ca_file: args.text("tls-ca-file"),
      client_cert: args.text("tls-cert"),
      client_key: args.text("tls-key"),
    },
    patience: args.count("patience", 1),
  };
}
