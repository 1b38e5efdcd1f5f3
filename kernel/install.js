// Builds the kernel and registers it with Jupyter as `tslab`:
//   node kernel/install.js PREFIX      (PREFIX: a virtual environment's folder)
// For a hub, `npm run install-kernel` copies what is built here.
// Plain CommonJS, so that it runs before anything is built. The build is redone
// only when its sources, its packages or Node itself have changed.
const { execFileSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

const dist = path.join(__dirname, "dist");

/** Has V8 pair neighbouring operations of WebAssembly kernels, with the same results. */
const PAIR = "--experimental-wasm-revectorize";

/**
 * PAIR, for a Node that knows it; Node 22 does, too, but gains nothing.
 *
 * @param {string} node its program
 * @param {string} version its version
 */
function pairFlags(node, version) {
  if (Number.parseInt(version, 10) < 24) return [];
  return execFileSync(node, ["--v8-options"], { encoding: "utf8" }).includes(PAIR) ? [PAIR] : [];
}

/** V8's flags: it keeps compiled code, and a snapshot, for runs with the same ones only. */
const V8_FLAGS = pairFlags(process.execPath, process.versions.node);

/**
 * How many threads V8 has for its compilers and for garbage: as many as there are other
 * processors. Where these are fewer than Node's four, more take the time of what they work for.
 *
 * @returns {string[]}
 */
function poolFlags() {
  const others = Math.max(1, os.availableParallelism() - 1);
  return others < 4 ? [`--v8-pool-size=${others}`] : [];
}

/**
 * A kernel's flags. The first (see tolerateBrokenOffLoops in interrupts.ts) counts checks
 * down from one: given for the snapshot as well, it would lead to less than none, and back.
 */
const FLAGS = ["--no-force-async-hooks-checks", ...V8_FLAGS, ...poolFlags()];

/**
 * Settings of Linux's C library, for kernels alone; others do not know them. With large pages
 * the snapshot is read in a tenth less time. One arena for all threads, and what is free at its
 * end given back: a kernel at rest takes 15 MB less.
 */
const GLIBC = ["hugetlb=1", "arena_max=1", `mmap_threshold=${4 << 20}`, `trim_threshold=${1 << 20}`]
  .map((setting) => `glibc.malloc.${setting}`)
  .join(":");

const BLOB = path.join(dist, "kernel.blob");
const SNAPSHOT = path.join(dist, "snapshot.js");

/** What the build depends on, as one hash. */
function fingerprint() {
  const hash = createHash("sha256").update(`${process.version} ${process.arch} ${__dirname}`);
  for (const name of fs.readdirSync(__dirname, { recursive: true, encoding: "utf8" }).sort()) {
    if (name.startsWith("dist") || !/\.(ts|js)$/.test(name)) continue;
    hash.update(name).update(fs.readFileSync(path.join(__dirname, name)));
  }
  for (const name of ["package-lock.json", "tsconfig.json"]) {
    hash.update(fs.readFileSync(path.join(__dirname, "..", name)));
  }
  return hash.digest("hex");
}

/**
 * Bundles the kernel's sources into dist/, unless that has been done already.
 *
 * @param {() => string[][]} [notebooks] gives by notebook the cells that kernels begin with.
 *   The snapshot has them checked; what has changed since is checked anew
 */
function build(notebooks = () => []) {
  const stamp = path.join(dist, "fingerprint");
  const wanted = fingerprint();
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === wanted) return;
  const esbuild = require("esbuild");
  fs.mkdirSync(dist, { recursive: true });
  fs.rmSync(stamp, { force: true });
  esbuild.buildSync({
    entryPoints: ["main.ts", "control.ts", "pipe.ts"].map((name) =>
      path.join(__dirname, "node", name),
    ),
    outdir: dist,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "cjs",
    target: "node20",
    logLevel: "warning",
  });
  fs.copyFileSync(path.join(__dirname, "cells.d.ts"), path.join(dist, "cells.d.ts"));
  bundleSnapshot(esbuild);
  makeSnapshot(BLOB, path.dirname(__dirname), { places: [], notebooks: notebooks() });
  fs.writeFileSync(stamp, wanted);
}

/** @param {typeof import("esbuild")} esbuild */
function bundleSnapshot(esbuild) {
  esbuild.buildSync({
    entryPoints: [path.join(__dirname, "node", "snapshot.ts")],
    outfile: SNAPSHOT,
    bundle: true,
    minify: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    // TypeScript does without it where there is none.
    alias: { crypto: "no-crypto" },
    external: ["no-crypto"],
    logLevel: "error",
  });
}

function packagesFolder() {
  return path.join(path.dirname(require.resolve("typescript/package.json")), "..");
}

/**
 * Writes a startup snapshot for kernels to start from. Where Node cannot make one they
 * start without, only more slowly.
 *
 * @param {string} file where to
 * @param {string} folder the project's, as the kernels will see it
 * @param {{ places: [seen: string, real: string][]; notebooks: string[][] }} [first] what all of them
 *   begin with: see node/snapshot.ts
 * @param {string} [packages] the node_modules that TypeScript is in
 * @returns {boolean} whether there is one
 */
function makeSnapshot(file, folder, first, packages = packagesFolder()) {
  const log = `${file}.log`;
  for (const old of [file, log]) fs.rmSync(old, { force: true });
  const globals = fs.readFileSync(path.join(__dirname, "cells.d.ts"), "utf8");
  const libraries = path.join(packages, "typescript", "lib");
  const slashes = (/** @type {string} */ name) => name.replace(/\\/g, "/");
  let lib = slashes(libraries);
  for (const [seen, real] of first?.places ?? []) {
    if (lib.startsWith(`${slashes(real)}/`)) lib = seen + lib.slice(real.length);
  }
  const blob = `${file}.new`;
  const args = [
    "--snapshot-blob",
    blob,
    "--build-snapshot",
    SNAPSHOT,
    slashes(folder),
    lib,
    globals,
  ];
  if (first) args.push(JSON.stringify(first));
  // No warnings and no node:crypto: see snapshot.ts.
  const env = { ...process.env, NODE_NO_WARNINGS: "1" };
  const said = fs.openSync(log, "w");
  try {
    execFileSync(process.execPath, [...V8_FLAGS, ...args], {
      env,
      stdio: ["ignore", "ignore", said],
    });
    fs.renameSync(blob, file);
    fs.rmSync(log);
  } catch (error) {
    fs.writeSync(said, `${error}\n`);
    fs.rmSync(blob, { force: true });
  } finally {
    fs.closeSync(said);
  }
  return fs.existsSync(file);
}

/** Node's options for a kernel: FLAGS, and the snapshot if there is one. */
function nodeOptions(blob = BLOB) {
  return fs.existsSync(BLOB) ? [...FLAGS, "--snapshot-blob", blob] : FLAGS;
}

/**
 * What Jupyter is told of the kernel.
 *
 * @param {string} folder of main.js
 * @param {string[]} options Node's
 */
function kernelspec(folder, options) {
  return {
    argv: [process.execPath, ...options, path.join(folder, "main.js"), "{connection_file}"],
    display_name: "TypeScript",
    language: "typescript",
    interrupt_mode: "message",
    env: { GLIBC_TUNABLES: GLIBC },
    metadata: { debugger: false, supported_encryption: ["curve"] },
  };
}

/**
 * Builds the kernel if need be and writes its kernelspec below `prefix`.
 * @param {string} prefix the environment Jupyter runs in, e.g. ".venv"
 * @param {() => string[][]} [notebooks] see build()
 * @returns {string} the kernelspec's folder
 */
function install(prefix, notebooks) {
  build(notebooks);
  const folder = path.resolve(prefix, "share/jupyter/kernels/tslab");
  const spec = kernelspec(dist, nodeOptions());
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, "kernel.json"), `${JSON.stringify(spec, null, 2)}\n`);
  return folder;
}

module.exports = {
  build,
  fingerprint,
  install,
  kernelspec,
  makeSnapshot,
  nodeOptions,
  pairFlags,
  poolFlags,
  BLOB,
  FLAGS,
};

if (require.main === module) {
  const prefix = process.argv[2];
  if (!prefix) {
    console.error("usage: node kernel/install.js PREFIX");
    process.exit(2);
  }
  console.log(`installed the TypeScript kernel in ${install(prefix)}`);
}
