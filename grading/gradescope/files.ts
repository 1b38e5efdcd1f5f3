// What Gradescope's zip holds.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/paths";
import { type Files, readFolder } from "../handout/files";
import { MLP } from "../submission/modules";
import type { Visibility } from "./options";

/** Where Gradbook is in the zip, and so below /autograder/source. */
export const FOLDER = "gradbook";
/** In that folder: what the solution gives, for the grader's eyes only. */
export const REFERENCE = "reference.json";
export const SETTINGS = "gradescope.json";

const PLAIN = ["package.json", "package-lock.json", ".npmrc", "tsconfig.json", "LICENSE"];
/** Folders of which only what is run goes along. */
const FOLDERS: [string, RegExp][] = [
  ["lib", /\.(ts|js)$/],
  ["cli", /\.(ts|js)$/],
  ["kernel", /\.(ts|js)$/],
  ["grading", /\.ts$/],
  ["scripts", /\.js$/],
];

/**
 * By path; the solution is not among them, in lib or in a notebook.
 *
 * @param reference as a line of JSON
 */
export function zipFiles(reference: string, visibility: Visibility): Files {
  const files: Files = new Map([
    ["setup.sh", readFileSync(join(__dirname, "setup.sh"), "utf8").replace("{{node}}", NODE)],
    ["run_autograder", readFileSync(join(__dirname, "run_autograder"), "utf8")],
  ]);
  const add = (path: string, text: string) => files.set(`${FOLDER}/${path}`, text);
  for (const [folder, names] of FOLDERS) {
    for (const [path, text] of readFolder(root, folder, names)) if (path !== MLP) add(path, text);
  }
  for (const path of PLAIN) add(path, readFileSync(join(root, path), "utf8"));
  add(REFERENCE, `${reference}\n`);
  add(SETTINGS, `${JSON.stringify({ visibility })}\n`);
  return files;
}

const NODE = process.version;
