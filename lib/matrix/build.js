// Compiles assembly/*.ts to built/kernels.wasm, unless that was made from the
// same sources: `node lib/matrix/build.js`.

const { createHash } = require("node:crypto");
const { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } =
  require("node:fs");
const { join } = require("node:path");
const { spawnSync } = require("node:child_process");

const sources = join(__dirname, "assembly");
const built = join(__dirname, "built");
const wasm = join(built, "kernels.wasm");
const stamp = join(built, "kernels.sha256");

const hash = createHash("sha256").update(readFileSync(__filename));
for (const file of readdirSync(sources).sort())
  hash.update(file).update(readFileSync(join(sources, file)));
const wanted = hash.digest("hex");

if (!existsSync(wasm) || !existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
  mkdirSync(built, { recursive: true });
  const made = join(built, `kernels.${process.pid}.wasm`);
  const compiler = join(require.resolve("assemblyscript/package.json"), "..", "bin", "asc.js");
  const options = [
    "--outFile",
    made,
    "--runtime",
    "minimal",
    "--enable",
    "simd,threads",
    "--importMemory",
    "--sharedMemory",
    "--maximumMemory",
    "32768",
    "--zeroFilledMemory",
    "-O3",
    "--noAssert",
    "--use",
    "abort=",
    "--memoryBase",
    "2048", // below it are the bytes as numbers: assembly/gather.ts
  ];
  const { status } = spawnSync(
    process.execPath,
    [compiler, join(sources, "index.ts"), ...options],
    { stdio: "inherit" },
  );
  if (status !== 0) process.exit(1);
  renameSync(made, wasm);
  writeFileSync(stamp, wanted);
}
