// What the handout holds besides the notebooks.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { buildSync } from "esbuild";
import { type Question, questionsOf } from "../assignment/questions";
import { withStubs } from "../assignment/solutions";
import { handoutEnvironment, handoutLock, handoutManifest, handoutTypes, standIn } from "./package";

/** The scripts that the handout's commands start with, and what its `npm test` needs of them. */
const COMMANDS = ["require-node.js", "start.js", "set-up.js", "is-running.js"];

/** What `npm test` is, and where it looks for the handout as it was. */
export const CHECK = "grading/handout/check.js";
export const KEPT = "grading/handout/handout.json";

/** Of the kernel what `npm run site` needs, and a student's computer does not. */
const BROWSER = /^kernel\/browser\//;

/** What `npm test` runs the notebooks with. */
const RUNNER = "scripts/check.py";

/** Of lib what the handout brings made, and what makes it: nobody has to have the tools. */
const BUILT = [
  "lib/matrix/built/kernels.wasm",
  "lib/digits/built/digits-images-idx3-ubyte.gz",
  "lib/digits/built/digits-labels-idx1-ubyte.gz",
];
const BUILDERS = /^lib\/(matrix|digits)\/(assembly\/|build\.js$)/;

/** Text files by their paths below the project's root. */
export type Files = Map<string, string>;

/**
 * The files of the handout without its notebooks.
 *
 * @param root the project's
 * @param name the assignment's
 */
export function handoutFiles(root: string, name: string): Map<string, string | Buffer> {
  const lib = readFolder(root, "lib", /\.(ts|js)$/);
  const questions = questionsOf(join(root, "notebooks"), lib);
  const manifest = { ...handoutManifest(root, name), questions: byNotebook(questions) };
  return new Map<string, string | Buffer>([
    ...[...lib]
      .filter(([path]) => !BUILDERS.test(path))
      .map(([path, text]): [string, string] => [path, withStubs(text, path)]),
    ...BUILT.map((path): [string, Buffer] => [path, readFileSync(join(root, path))]),
    ...[...readFolder(root, "kernel", /\.(ts|js)$/)].filter(([path]) => !BROWSER.test(path)),
    ...standIn(root),
    ...scripts(root),
    [CHECK, bundle(root)],
    ...["LICENSE", ".npmrc", ".gitignore"].map((path): [string, string] => [
      path,
      readFileSync(join(root, path), "utf8"),
    ]),
    ["package.json", json(manifest)],
    ["package-lock.json", json(handoutLock(root, manifest))],
    ["environment.yml", handoutEnvironment(root, name)],
    ["tsconfig.json", json(handoutTypes(root))],
    ["README.md", readme(questions)],
  ]);
}

/** Writes files below a folder. */
export function writeFiles(folder: string, files: Map<string, string | Buffer>): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** The files of a folder whose names match, what was built left out. */
export function readFolder(root: string, folder: string, name: RegExp): Files {
  const files: Files = new Map();
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (entry.name === "dist" || entry.name.startsWith(".")) continue;
      for (const [inner, text] of readFolder(root, path, name)) files.set(inner, text);
    } else if (name.test(entry.name)) files.set(path, readFileSync(join(root, path), "utf8"));
  }
  return files;
}

/** The commands' scripts and those they require; lib and kernel are there anyway. */
function scripts(root: string): Files {
  const files: Files = new Map();
  const add = (path: string) => {
    if (files.has(path) || !/^(scripts|cli)\//.test(path)) return;
    const text = readFileSync(join(root, path), "utf8");
    files.set(path, text);
    for (const [, required] of text.matchAll(/require\("(\.{1,2}\/[\w/-]+)"\)/g)) {
      add(posix.join(dirname(path), `${required}.js`));
    }
  };
  for (const name of COMMANDS) add(`scripts/${name}`);
  files.set(RUNNER, readFileSync(join(root, RUNNER), "utf8"));
  return files;
}

/** `npm test` in one file: it reads what was done as grading will, with the same code. */
function bundle(root: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(__dirname, "check.js")],
    bundle: true,
    write: false,
    platform: "node",
    target: "node20",
    absWorkingDir: root,
    external: ["../../kernel/*", "../../scripts/*", "typescript"],
    logLevel: "silent",
  });
  return outputFiles[0].text;
}

/** For `npm test`, so that it misses a question whose cells are gone. */
function byNotebook(questions: Question[]): Record<string, string[]> {
  const names: Record<string, string[]> = {};
  for (const { name, notebook } of questions) names[notebook] = [...(names[notebook] ?? []), name];
  return names;
}

function readme(questions: Question[]): string {
  const rows = questions.map(({ name, points, notebook, files }) => {
    return `| ${name} | ${points} | ${[notebook, ...files].join(", ")} |`;
  });
  const template = readFileSync(join(__dirname, "README.md"), "utf8");
  return template.replace("{{questions}}", rows.join("\n"));
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
