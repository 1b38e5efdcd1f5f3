// The handout's package.json, package-lock.json, environment.yml and tsconfig.json:
// the project's own, reduced to what a student needs.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfigFileTextToJson } from "typescript";
import { parseDocument, type Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import { UserError } from "../../cli/user-error";

/** What lib, kernel and scripts import, types included. */
const NODE_PACKAGES = [
  "@types/node",
  "@types/pngjs",
  "esbuild",
  "jsdom",
  "ml-matrix",
  "plotly.js-dist",
  "pngjs",
  "tslab",
  "typescript",
  "yaml",
  "zeromq",
];

/** Of these, what only builds: a hub's installation brings what is built. */
const BUILDERS = ["esbuild", "yaml"];

const PYTHON_PACKAGES = ["jupyterlab", "jupyter_client", "nbclient", "nbconvert", "plotly"];

interface Manifest {
  name: string;
  version: string;
  private: boolean;
  description: string;
  engines: Record<string, string>;
  type: string;
  /** The version of the kernel that it is made with. */
  kernel: string;
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
}

/**
 * The compiler that tslab brings along, 38 MB which the kernel puts TypeScript in the place
 * of: a package of the same name and version in the handout, so that npm fetches none.
 */
export const TSLAB_COMPILER = "@tslab/typescript-for-tslab";
const STAND_IN = "kernel/tslab-typescript";

/** The files of that package. */
export function standIn(root: string): [string, string][] {
  const { version } = readJson(root, "package-lock.json").packages[installed(TSLAB_COMPILER)];
  const manifest = { name: TSLAB_COMPILER, version, private: true };
  return [
    [`${STAND_IN}/package.json`, `${JSON.stringify(manifest, null, 2)}\n`],
    [`${STAND_IN}/index.js`, 'module.exports = require("typescript");\n'],
  ];
}

/** package.json: the same versions, and the two commands. */
export function handoutManifest(root: string, name: string): Manifest {
  const { version, engines, type, dependencies, devDependencies } = readJson(root, "package.json");
  const versions = { ...devDependencies, ...dependencies };
  const command = (script: string) => `node -r ./scripts/require-node.js ${script}.js`;
  return {
    name,
    version,
    private: true,
    description: "A neural-network problem set in TypeScript notebooks",
    engines,
    type,
    kernel: version,
    scripts: { start: command("scripts/start"), test: command("grading/handout/check") },
    dependencies: {
      [TSLAB_COMPILER]: `file:${STAND_IN}`,
      ...Object.fromEntries(NODE_PACKAGES.map((name) => [name, versions[name]])),
    },
  };
}

const installed = (name: string) => `node_modules/${name}`;

interface LockEntry {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  dev?: boolean;
  optional?: boolean;
  devOptional?: boolean;
  peer?: boolean;
}

/**
 * package-lock.json: of the project's packages those that the manifest leads to.
 *
 * @throws UserError when a package that must be there is not in the project's lock
 */
export function handoutLock(root: string, manifest: Manifest): object {
  const { packages, ...lock } = readJson(root, "package-lock.json");
  const { name, version, dependencies, engines } = manifest;
  const found = reachable(packages, Object.keys(dependencies));
  const kept = Object.keys(packages)
    .filter((path) => found.has(path))
    .map((path) => {
      if (path === installed(TSLAB_COMPILER)) return [path, { resolved: STAND_IN, link: true }];
      const { dev: _, devOptional: __, optional: ___, ...entry } = packages[path];
      return [path, found.get(path) ? { ...entry, optional: true } : entry];
    });
  const own = { name, version, dependencies, engines };
  const inside = { name: TSLAB_COMPILER, version: packages[installed(TSLAB_COMPILER)].version };
  const all = { "": own, [STAND_IN]: inside, ...Object.fromEntries(kept) };
  return { ...lock, name, version, packages: all };
}

/**
 * The packages that the handout's notebooks run with, by their paths in the project:
 * whether each is there on some machines only.
 */
export function runtimePackages(root: string): Map<string, boolean> {
  const { packages } = readJson(root, "package-lock.json");
  const names = NODE_PACKAGES.filter((name) => !BUILDERS.includes(name));
  return reachable(packages, names);
}

/** The packages that `names` need, by their paths in the lock: whether each is only optional. */
function reachable(packages: Record<string, LockEntry>, names: string[]): Map<string, boolean> {
  const found = new Map<string, boolean>();
  const visit = (from: string, name: string, optional: boolean) => {
    const path = resolve(packages, from, name);
    if (!path && optional) return;
    if (!path)
      throw new UserError(`package-lock.json has no ${name}, which ${from || "lib"} needs`);
    const known = found.get(path);
    if (known === false || known === optional) return;
    found.set(path, optional);
    const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } =
      packages[path];
    for (const next of Object.keys(dependencies ?? {})) visit(path, next, optional);
    for (const next of Object.keys(optionalDependencies ?? {})) visit(path, next, true);
    for (const next of Object.keys(peerDependencies ?? {})) {
      if (!peerDependenciesMeta?.[next]?.optional) visit(path, next, optional);
    }
  };
  for (const name of names) visit("", name, false);
  return found;
}

/** Where Node would find `name` from the package at `from`. */
function resolve(packages: object, from: string, name: string): string | null {
  for (let folder = from; ; folder = folder.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, "")) {
    const path = `${folder ? `${folder}/` : ""}node_modules/${name}`;
    if (path in packages) return path;
    if (!folder) return null;
  }
}

/** environment.yml: the same versions of JupyterLab and what the commands need. */
export function handoutEnvironment(root: string, name: string): string {
  const document = parseDocument(readFileSync(join(root, "environment.yml"), "utf8"));
  const [first] = (document.contents as YAMLMap<Scalar>).items;
  first.key.commentBefore = " The Python side, which `npm start` installs into .venv.";
  document.set("name", name);
  const list = document.get("dependencies") as YAMLSeq<{ get?(key: string): YAMLSeq }>;
  const pip = list.items.map((item) => item.get?.("pip")).find((found) => found) as YAMLSeq;
  pip.items = pip.items.filter((item) => {
    return PYTHON_PACKAGES.includes(/^[\w.-]+/.exec(String(item))?.[0] ?? "");
  });
  return document.toString({ lineWidth: 0 });
}

/** tsconfig.json: what the kernel compiles with, unused names no mistake. */
export function handoutTypes(root: string): object {
  const text = readFileSync(join(root, "tsconfig.json"), "utf8");
  const { compilerOptions } = parseConfigFileTextToJson("tsconfig.json", text).config;
  const { paths: _, allowJs: __, checkJs: ___, ...options } = compilerOptions;
  return {
    compilerOptions: { ...options, noUnusedLocals: false, noUnusedParameters: false },
    include: ["lib"],
    exclude: ["node_modules", "**/dist"],
  };
}

function readJson(root: string, name: string) {
  return JSON.parse(readFileSync(join(root, name), "utf8"));
}
