// The course as nbgrader has it: source/ and release/ with the assignment, and the
// gradebook, which knows its cells.

import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, join, relative } from "node:path";
import { UserError } from "../../cli/user-error";
import type { Hints } from "../../lib/answers/explain";
import { formulaStyle } from "../../scripts/page/formulas";
import { root } from "../../scripts/paths";
import { runStep } from "../../scripts/run-step";
import { ASSIGNMENT } from "../assignment/assignment";
import { readNotebooks } from "../assignment/notebooks-in";
import { mistakes } from "../mistakes";
import { MLP } from "../submission/modules";
import { givenModules } from "../submission/workspace";
import type { KeptHandout } from "./as-graded";
import { handoutFiles, KEPT, readFolder, writeFiles } from "./files";
import { KNOWN, knownModule } from "./known";
import { leaksIn, secretLines } from "./leaks";

export interface Tools {
  /** The environment's interpreter. */
  python: string;
  env: NodeJS.ProcessEnv;
  /** The project whose notebooks and lib are handed out; by default this one. */
  from?: string;
  /** How much the handout's checks say of a wrong answer; by default all they know. */
  hints?: Hints;
}

/**
 * Makes or renews a course in `folder`: source/mlp with the solved notebooks, and
 * by nbgrader release/mlp, the handout, and gradebook.db. Marks that the gradebook
 * holds stay.
 *
 * @returns the folder of the handout
 * @throws UserError saying what is wrong with the sources; then there is no release/mlp
 */
export async function makeCourse(
  folder: string,
  { python, env, from = root, hints = "named" }: Tools,
) {
  const source = join(folder, "source", ASSIGNMENT);
  const release = join(folder, "release", ASSIGNMENT);
  for (const old of [source, release]) rmSync(old, { recursive: true, force: true });
  const files = handoutFiles(from, ASSIGNMENT);
  writeFiles(source, files);
  const solved = readNotebooks(join(from, "notebooks"));
  for (const name of solved.keys()) cpSync(join(from, "notebooks", name), join(source, name));
  copySettings(folder);
  try {
    await runStep(
      "Clearing the solutions with nbgrader",
      python,
      ["-m", "nbgrader", "generate_assignment", ASSIGNMENT, "--force"],
      {
        cwd: folder,
        // Its settings are the course's, not those in the user's home.
        env: { ...env, JUPYTER_CONFIG_DIR: join(folder, ".jupyter") },
        advice: "Once that is fixed, run the command again.",
        excerpt: whyItFailed,
      },
    );
    // nbgrader may log what went wrong and call it a success.
    const lib = readFolder(from, "lib", /\.(ts|js)$/);
    const secrets = secretLines(lib, solved.values(), mistakes);
    const check = () => {
      const found = problems(source, release);
      if (found.length === 0)
        found.push(...leaksIn(release, secrets).map((leak) => `shows ${leak}`));
      if (found.length === 0) return;
      throw new UserError(`The handout is not what it must be:\n${found.join("\n")}`);
    };
    check();
    const warn = (line: string) => console.error(line);
    const known = await knownModule(solved, lib.get(MLP) ?? "", hints, warn);
    for (const place of [source, release]) writeFiles(place, new Map([[KNOWN, known]]));
    check();
    writeFileSync(join(release, KEPT), JSON.stringify(keptHandout(release)));
  } catch (error) {
    rmSync(release, { recursive: true, force: true });
    throw error;
  }
  return release;
}

/** What tells what was written in a handout from what was there. @param folder the handout's */
export function keptHandout(folder: string): KeptHandout {
  return { handout: [...readNotebooks(folder)], modules: givenModules(folder) };
}

/** nbgrader's settings are the instructor's to change; the module they use is ours. */
function copySettings(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const ours = join(__dirname, "..", "nbgrader");
  for (const name of readdirSync(ours)) {
    const target = join(folder, name);
    if (!name.endsWith(".py") || (name === "nbgrader_config.py" && existsSync(target))) continue;
    cpSync(join(ours, name), target);
  }
  const page = join(root, "scripts", "page");
  cpSync(join(page, "gradbook_terminal.py"), join(folder, "gradbook_terminal.py"));
  // Bootstrap, which nbgrader's pages use, leaves tables no room between columns.
  const style = `${formulaStyle()}\n.rendered_html th, .rendered_html td { padding: 0.2em 0.8em; }\n`;
  writeFileSync(join(folder, "gradbook_formulas.css"), style);
}

/** Of nbgrader's log the errors, and the notebook they are in. */
function whyItFailed(log: string): string {
  const notebook = [...log.matchAll(/Converting notebook .*?([^/\\]+\.ipynb)$/gm)].pop()?.[1];
  const errors = [...log.matchAll(/^\s*[\w.]*?(\w+(?:Error|Exception): .*)$/gm)].map(([, e]) => e);
  if (errors.length === 0) return log.slice(-2000).trim();
  if (errors.some((error) => error.includes("Cannot add or remove cells"))) {
    return `${notebook} asks other questions than submissions were graded by in this folder: grade them in a new one.`;
  }
  return [...new Set(errors)].map((error) => `${notebook ?? "nbgrader"}: ${error}`).join("\n");
}

/** What has not come out of nbgrader as it went in. */
function problems(source: string, release: string): string[] {
  const files = (folder: string) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.path, entry.name)));
  const released = new Set(existsSync(release) ? files(release) : []);
  return files(source).flatMap((file) => {
    if (!released.has(file)) return [`lacks ${file}`];
    if (file.endsWith(".ipynb")) return [];
    const same = readFileSync(join(source, file)).equals(readFileSync(join(release, file)));
    return same ? [] : [`has another ${basename(file)}`];
  });
}
