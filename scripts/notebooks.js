// npm run notebooks: re-executes the notebooks in place, or those named. A
// notebook is replaced only when all its cells have run.

const { copyFileSync, mkdtempSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { basename, join } = require("node:path");
const { executeNotebook, notebooks } = require("./execute-notebooks");
const { root } = require("./paths");
const { runCommand, setUp } = require("./set-up");

runCommand(async () => {
  const { python, env } = await setUp();
  const named = process.argv.slice(2).map((path) => basename(path));
  const outputDir = mkdtempSync(join(tmpdir(), "gradbook-"));
  try {
    for (const name of named.length ? named : notebooks) {
      const start = Date.now();
      console.log(`Running ${name} …`);
      const executed = await executeNotebook(name, { python, env, outputDir });
      copyFileSync(executed, join(root, "notebooks", name));
      console.log(`${name}: ${Math.round((Date.now() - start) / 1000)} s`);
    }
  } finally {
    rmSync(outputDir, { recursive: true });
  }
});
