// What npm pack packs (its prepack script): lib and cli compiled to
// dist/package/, the matrix kernels, and a door for import beside the one for
// require. Both lead to the same classes.

const { spawnSync } = require("node:child_process");
const { chmodSync, copyFileSync, cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } =
  require("node:fs");
const { join } = require("node:path");
const { root } = require("./paths");

const out = join(root, "dist", "package");
rmSync(out, { recursive: true, force: true });

const tsc = require.resolve("typescript/bin/tsc");
const { status } = spawnSync(process.execPath, [tsc, "-p", join(root, "tsconfig.package.json")], {
  stdio: ["ignore", 2, 2], // npm pack --json has its own output on stdout
});
if (status !== 0) process.exit(1);

require("../lib/matrix/build");
require("../lib/digits/build");
for (const made of [
  join("lib", "matrix", "built", "kernels.wasm"),
  join("lib", "digits", "built"),
]) {
  cpSync(join(root, made), join(out, made), { recursive: true });
}

const thread = join("lib", "display", "svg");
for (const name of readdirSync(join(root, thread)).filter((name) => name.endsWith(".js"))) {
  if (name === "build.js" || name === "bundle.js") continue;
  mkdirSync(join(out, thread), { recursive: true });
  copyFileSync(join(root, thread, name), join(out, thread, name));
}

const names = Object.keys(require(join(out, "lib", "index.js"))).sort();
writeFileSync(
  join(out, "lib", "index.mjs"),
  `import gradbook from "./index.js";\nexport const {\n  ${names.join(",\n  ")},\n} = gradbook;\n`,
);
writeFileSync(join(out, "lib", "index.d.mts"), 'export * from "./index.js";\n');
chmodSync(join(out, "cli", "main.js"), 0o755);
