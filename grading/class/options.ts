// The command line of npm run grade.

import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { UserError } from "../../cli/user-error";
import { count } from "../options";

const HELP = `Usage: npm run grade -- --submissions DIR --out DIR [options]

Grades DIR/STUDENT/mlp/ for each student: executes the notebooks, puts the code to
the question with values of its own, and holds the answers against the solution's.
What was graded before and has not changed is left alone; a run that was ended goes
on where it stopped; marks given by hand stay.

  --submissions DIR   a folder a student, as \`npm run collect\` and \`nbgrader collect\`
                      leave them
  --out DIR           gets grades.csv, feedback/ and course/, which is nbgrader's:
                      \`npm run formgrader -- --out DIR\` opens it for marking by hand
  --student NAME      only this student; may be given more than once
  --jobs N            how many at a time (default: the processors)
  --cell-seconds N    the longest a notebook's cell may take (default 120); where values
                      are read from it, at most 10
  --seed N            of the hidden values (default: drawn once for each --out)
  --scores-only       do not execute the notebooks for the feedback: no outputs and
                      figures there, a quarter of the time
  --no-sandbox        run submissions with all your rights, where nothing can isolate
                      them; only for code you trust

Exit status: 0 all were graded, whatever they got; 1 some could not be.
`;

export interface Options {
  submissions: string;
  out: string;
  /** Only these; all if empty. */
  students: string[];
  jobs: number;
  cellSeconds: number;
  scoresOnly: boolean;
  seed: number | null;
  noSandbox: boolean;
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
  const { submissions, out } = values;
  if (!submissions)
    throw new UserError(
      `--submissions is missing: the folder of the students' folders.\n\n${HELP}`,
    );
  if (!out) throw new UserError(`--out is missing: the folder for grades and feedback.\n\n${HELP}`);
  return {
    submissions,
    out,
    students: values.student ?? [],
    jobs: count("--jobs", values.jobs, 1, cpus().length),
    cellSeconds: count("--cell-seconds", values["cell-seconds"], 1, 120),
    seed: values.seed === undefined ? null : count("--seed", values.seed, 0, 0),
    scoresOnly: values["scores-only"] ?? false,
    noSandbox: values["no-sandbox"] ?? false,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        submissions: { type: "string" },
        out: { type: "string" },
        student: { type: "string", multiple: true },
        jobs: { type: "string" },
        "cell-seconds": { type: "string" },
        seed: { type: "string" },
        "scores-only": { type: "boolean" },
        "no-sandbox": { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new UserError(`${(error as Error).message}\n\n${HELP}`);
  }
}
