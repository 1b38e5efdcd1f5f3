// The folder that a submission is run in: the handout's modules and the student's,
// as sources for the notebooks and compiled for the questions on the network.

import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { transformSync } from "esbuild";
import { MLP } from "./modules";

/** Where the compiled modules are, from the workspace. */
export const COMPILED = "compiled/lib";

/** What lib reads beside its modules. */
const DATA = ["lib/matrix/built/kernels.wasm", "lib/digits/built"];
/** Plotly as set-up has minified it; no submission needs it. */
const PLOTLY = "lib/display/svg/dist";

/** A project's modules in lib by path from its root: "lib/mlp.ts". */
export function givenModules(root: string): Record<string, string> {
  return Object.fromEntries(
    modulesIn(root).map((path) => [path, readFileSync(join(root, path), "utf8")]),
  );
}

/** The paths of a project's modules in lib, from its root: "lib/mlp.ts". */
function modulesIn(root: string): string[] {
  return readdirSync(join(root, "lib"), { recursive: true, encoding: "utf8" })
    .map((name) => `lib/${name.replaceAll("\\", "/")}`)
    .filter(
      (path) => /\.(ts|js)$/.test(path) && !/\/(assembly|built|dist)\/|\/build\.js$/.test(path),
    )
    .sort();
}

/**
 * Makes what all workspaces have in common: the project's lib but for lib/mlp.ts.
 *
 * @param others modules in the place of the project's, by path
 */
export function makeBase(folder: string, root: string, others: Record<string, string> = {}): void {
  write(folder, "package.json", '{ "private": true }\n');
  for (const path of DATA) {
    for (const to of [path, compiled(path)]) {
      cpSync(join(root, path), join(folder, to), { recursive: true });
    }
  }
  for (const path of modulesIn(root)) {
    if (path === MLP) continue;
    add(folder, path, others[path] ?? readFileSync(join(root, path), "utf8"));
  }
}

/** Makes the folder that figures are drawn in: the base, and Plotly. */
export function makeStudio(folder: string, base: string, root: string): void {
  cpSync(base, folder, { recursive: true });
  cpSync(join(root, PLOTLY), join(folder, compiled(PLOTLY)), { recursive: true });
}

/**
 * Makes the workspace of one submission. A module that does not compile throws what is
 * against it when it is loaded.
 *
 * @param sources modules beside those of the base, by path; lib/mlp.ts among them
 * @returns what the compiler says against them; empty when they compile
 */
export function makeWorkspace(folder: string, base: string, sources: Record<string, string>) {
  cpSync(base, folder, { recursive: true });
  const problems: string[] = [];
  for (const [path, text] of Object.entries(sources)) {
    try {
      add(folder, path, text);
    } catch (error) {
      const problem = messagesOf(error).join("; ");
      const message = JSON.stringify(`does not compile: ${problem}`);
      write(folder, compiled(path), `throw new SyntaxError(${message});\n`);
      problems.push(problem);
    }
  }
  return problems.join("; ");
}

/** Writes a module and, with its types taken off, the JavaScript that it is. */
function add(folder: string, path: string, text: string): void {
  write(folder, path, text);
  const { code } = transformSync(text, {
    loader: path.endsWith(".ts") ? "ts" : "js",
    format: "cjs",
    target: "node20",
    sourcefile: path,
    logLevel: "silent",
  });
  write(folder, compiled(path), code);
}

const compiled = (path: string) => join("compiled", path.replace(/\.ts$/, ".js"));

function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** "lib/mlp.ts:3:5: Expected …", of esbuild's errors. */
function messagesOf(error: unknown): string[] {
  const { errors } = error as { errors?: { text: string; location: Location | null }[] };
  if (!errors) return [String(error)];
  return errors.map(({ text, location }) => {
    return location ? `${location.file}:${location.line}:${location.column + 1}: ${text}` : text;
  });
}

interface Location {
  file: string;
  line: number;
  column: number;
}
