// nbgrader's side: graded submissions into the gradebook, feedback pages out of it.

import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { UserError } from "../../cli/user-error";
import { endsWithCommand } from "../../scripts/children";
import type { Tools } from "../handout/course";

/** What the gradebook knows of one graded cell. */
export interface Mark {
  auto: number | null;
  manual: number | null;
  extra: number;
  /** A person has to look at it. */
  waiting: boolean;
}

/** Of one student. */
export interface StudentMarks {
  marks: Record<string, Mark>;
  /** For being late, as the course's nbgrader settings have it. */
  penalty: number;
}

/** The fingerprint of what was last taken in of a student's; null if nothing was. */
export function recorded(course: string, student: string): string | null {
  const file = join(course, "recorded", `${student}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).fingerprint : null;
}

export interface Recorded {
  /** The marks of all who are in the gradebook. */
  marks: Map<string, StudentMarks>;
  /** Why a student's could not be taken in. */
  failures: Map<string, string>;
}

/**
 * Takes students' graded submissions into the course's gradebook and brings the
 * feedback up to date.
 *
 * @param onProgress told what has been done, as a line
 * A submission that nbgrader cannot take does not keep it from taking the others.
 */
export async function record(
  course: string,
  students: string[],
  { python, env }: Tools,
  onProgress: (line: string) => void,
): Promise<Recorded> {
  const child = endsWithCommand(
    spawn(python, [join(course, "gradbook_record.py"), course], {
      cwd: course,
      env: { ...env, JUPYTER_CONFIG_DIR: join(course, ".jupyter"), PYTHONUTF8: "1" },
      stdio: ["pipe", "pipe", "pipe"],
    }),
  );
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    errors = (errors + text).slice(-20_000);
  });
  const ended = new Promise<number | null>((resolve) => {
    child.on("error", (error) => {
      errors += error.message;
      resolve(null);
    });
    child.on("close", resolve);
  });
  child.stdin.on("error", () => {});
  child.stdin.end(JSON.stringify(students));
  let marks: Record<string, StudentMarks> | null = null;
  const failures = new Map<string, string>();
  for await (const line of createInterface(child.stdout)) {
    const message = JSON.parse(line);
    if (message.recorded) onProgress(`${message.recorded}: in the gradebook`);
    if (message.feedback) onProgress(`${message.feedback}: feedback written`);
    if (message.pageless) onProgress(`${message.pageless}: no feedback page: ${message.why}`);
    if (message.failed) {
      failures.set(message.failed, `nbgrader could not take it in: ${message.why}`);
      onProgress(`${message.failed}: ${failures.get(message.failed)}`);
    }
    if (message.marks) marks = message.marks;
  }
  if ((await ended) !== 0 || !marks) {
    const end = errors.trimEnd().split("\n").slice(-25).join("\n");
    throw new UserError(
      `nbgrader could not take in the scores:\n\n${end}\n\nWhat was graded is kept: fix the cause and run the command again.`,
    );
  }
  return { marks: new Map(Object.entries(marks)), failures };
}
