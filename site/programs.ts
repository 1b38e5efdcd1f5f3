// The site's own programs, by esbuild: the kernel's worker, the extension, the page
// that figures are drawn in.

import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, buildSync, transformSync } from "esbuild";
import { plotly } from "../lib/display/svg/build";
import { root } from "../scripts/paths";

/** What the page has already, and the extension uses of it. */
const SHARED = [
  "@jupyterlab/apputils",
  "@jupyterlab/coreutils",
  "@jupyterlab/docmanager",
  "@jupyterlab/mainmenu",
  "@jupyterlab/rendermime",
  "@jupyterlab/services",
  "@jupyterlite/services",
  "@lumino/signaling",
  "@lumino/widgets",
];

const COMMON: BuildOptions = {
  bundle: true,
  minify: true,
  platform: "browser",
  target: ["chrome110", "firefox115", "safari16.4"],
  logLevel: "warning",
  absWorkingDir: root,
};

/** The worker, and the page of the figures, in `folder`. */
export function buildPrograms(folder: string): void {
  buildSync({
    ...COMMON,
    entryPoints: ["kernel/browser/worker.ts"],
    outfile: join(folder, "worker.js"),
    format: "iife",
    keepNames: true,
    // TypeScript asks for these under Node only.
    external: ["fs", "path", "os", "inspector", "perf_hooks", "source-map-support", "crypto"],
  });
  for (const [name, source] of [
    ["figures.js", "site/page/figures-frame.ts"],
    ["first-page.js", "site/page/first-page.ts"],
  ]) {
    buildSync({
      ...COMMON,
      entryPoints: [source],
      outfile: join(folder, name),
      format: "iife",
    });
  }
  copyFileSync(plotly, join(folder, "plotly.js"));
  const scripts = ["plotly.js", "figures.js"].map((name) => `<script src="${name}"></script>`);
  const page = `<!doctype html><html lang="en"><title>Figures</title>${scripts.join("")}</html>\n`;
  writeFileSync(join(folder, "figures.html"), page);
}

/** The extension, as JupyterLab finds installed ones, in `folder`. */
export function buildExtension(folder: string): void {
  const { outputFiles } = buildSync({
    ...COMMON,
    entryPoints: ["site/extension/index.ts"],
    format: "cjs",
    external: SHARED,
    write: false,
  });
  const door = readFileSync(join(__dirname, "extension", "remote-entry.js"), "utf8");
  const extension = `(module, require) => {${outputFiles?.[0].text}\n}`;
  const text = `const SHARED = ${JSON.stringify(SHARED)}; const EXTENSION = ${extension};\n${door}`;
  const { code } = transformSync(`(() => {${text}})();`, { minify: true });
  const name = `remoteEntry.${createHash("sha256").update(code).digest("hex").slice(0, 12)}.js`;
  mkdirSync(join(folder, "static"), { recursive: true });
  writeFileSync(join(folder, "static", name), code);
  const _build = { load: `static/${name}`, extension: "./extension" };
  const manifest = {
    name: "gradbook-site",
    version: "0.1.0",
    jupyterlab: { extension: true, _build },
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
}
