// The class: a folder a student.

import { existsSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../cli/user-error";
import { ASSIGNMENT } from "../assignment/assignment";

/** A student's folder. */
export interface Entry {
  student: string;
  folder: string;
}

/**
 * @param only these students; all if empty
 * @throws UserError when there is none
 */
export function classIn(folder: string, only: string[] = []): Entry[] {
  if (!existsSync(folder)) throw new UserError(`There is no folder ${folder}.`);
  const names = readdirSync(folder)
    .filter((name) => !name.startsWith("."))
    .sort();
  // No links: a folder of submissions has none of its own.
  // A name that can't be read stays: grading says so.
  const students = names.filter((name) => {
    return lstatSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory() ?? true;
  });
  if (students.length === 0) {
    const zips = names.some((name) => name.endsWith(".zip"));
    const advice = zips
      ? "The zips have to be unpacked first: npm run collect -- --help"
      : "There must be a folder for each student in it.";
    throw new UserError(`There are no submissions in ${folder}. ${advice}`);
  }
  const missing = only.find((name) => !students.includes(name));
  if (missing !== undefined) {
    throw new UserError(`There is no submission of ${missing} in ${folder}.`);
  }
  return students
    .filter((student) => only.length === 0 || only.includes(student))
    .map((student) => {
      const assignment = join(folder, student, ASSIGNMENT);
      const has = existsSync(assignment) && lstatSync(assignment).isDirectory();
      return { student, folder: has ? assignment : join(folder, student) };
    });
}
