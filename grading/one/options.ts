// The command line of npm run grade-one.

import { parseArgs } from "node:util";
import { UserError } from "../../cli/user-error";
import { type Manner, mannerOf } from "../marks/grade-one";
import { count } from "../options";

const HELP = `Usage: npm run grade-one -- --submission DIR --out DIR [options]

Grades one submission, which \`npm run grade\` is made of.

  --submission DIR    the student's folder: two notebooks and lib/mlp.ts
  --out DIR           gets result.json (status, scores with remarks, remarks on files,
                      parts to be marked by hand) and the executed notebooks
  --student NAME      as result.json is to name the student (default: the folder's name)
  --reference FILE    what the solution gives, as \`npm run grade\` leaves it in
                      course/reference.json; without it, it is made first
  --seed N            of the hidden values, where there is no --reference (default 0)
  --cell-seconds N    the longest a notebook's cell may take (default 120); where values
                      are read from it, at most 10
  --scores-only       do not execute the notebooks for people to read
  --no-sandbox        run the submission with all your rights, where nothing can isolate
                      it; only for code you trust
  --serve             for \`npm run grade\` on a cluster: requests come on standard input

Exit status: 0 it was graded, whatever it got; 1 grading itself has failed.
`;

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
 * @throws UserError saying what is wrong
 */
export function readOptions(args: string[]): Options | null {
  const values = parse(args);
  if (values.help) {
    process.stdout.write(HELP);
    return null;
  }
  const { submission = "", out = "", reference, serve = false } = values;
  if (serve && !reference) throw new UserError("--serve needs --reference FILE.");
  if (!serve && !submission) {
    throw new UserError(`--submission is missing: the student's folder.\n\n${HELP}`);
  }
  if (!serve && !out) throw new UserError(`--out is missing: the result's folder.\n\n${HELP}`);
  return {
    submission,
    out,
    student: values.student ?? null,
    reference: reference ?? null,
    seed: count("--seed", values.seed, 0, 0),
    manner: mannerOf(
      count("--cell-seconds", values["cell-seconds"], 1, 120),
      values["scores-only"] ?? false,
    ),
    noSandbox: values["no-sandbox"] ?? false,
    serve,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        submission: { type: "string" },
        out: { type: "string" },
        student: { type: "string" },
        reference: { type: "string" },
        seed: { type: "string" },
        "cell-seconds": { type: "string" },
        "scores-only": { type: "boolean" },
        "no-sandbox": { type: "boolean" },
        serve: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new UserError(`${(error as Error).message}\n\n${HELP}`);
  }
}
