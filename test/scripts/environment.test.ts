import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { readEnvironment } from "../../scripts/environment";
import { python } from "../python";

const root = join(__dirname, "..", "..");
const read = (name: string) => readFileSync(join(root, name), "utf8");
const { dependencies, channels } = parse(read("environment.yml"));

test("is environment.yml what conda takes: channels, packages and one pip list?", () => {
  assert.deepEqual(channels, ["conda-forge"]);
  const names = dependencies.map((entry: unknown) =>
    typeof entry === "string" ? entry.replace(/[<>=].*/, "") : Object.keys(entry as object).join(),
  );
  assert.deepEqual(names, ["python", "nodejs", "pip", "pip"]);
});

test("are the oldest Node and Python the ones the commands ask for?", () => {
  assert.ok(dependencies.includes("python>=3.10"));
  assert.ok(dependencies.includes("nodejs>=20"));
  assert.equal(JSON.parse(read("package.json")).engines.node, ">=20");
  assert.match(read("scripts/require-node.js"), /NEEDED = 20;/);
  assert.match(read("scripts/find-python.js"), /NEEDED = \[3, 10\];/);
});

test("is every Python package pinned to one version, here and nowhere else?", () => {
  const { pip } = readEnvironment();
  for (const requirement of pip) assert.match(requirement, /^[\w-]+==[\d.]+(; .*)?$/);
  const files = execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" }).split("\n");
  const source = /\.(js|ts|py|json|ya?ml|toml|cfg|txt|md|sh)$|^\.ci\//;
  const elsewhere = files.filter(
    (file) =>
      source.test(file) &&
      file !== "environment.yml" &&
      !file.startsWith("test/") &&
      // A hub's are compared with it in test/grading/hub/pins.test.ts.
      !file.startsWith("grading/hub") &&
      // binder/ has a link to it.
      !lstatSync(join(root, file)).isSymbolicLink() &&
      pip.some((requirement) => read(file).includes(`${requirement.split("==")[0]}==`)),
  );
  assert.deepEqual(elsewhere, []);
});

test("are the pinned versions the ones installed?", () => {
  const code = [
    "import importlib.metadata as m, sys",
    "from pip._vendor.packaging.requirements import Requirement",
    "for r in map(Requirement, sys.argv[1:]):",
    "    if r.marker is None or r.marker.evaluate(): print(r.name, r.specifier, m.version(r.name))",
  ].join("\n");
  const lines = execFileSync(python, ["-c", code, ...readEnvironment().pip], { encoding: "utf8" });
  for (const line of lines.trim().split("\n")) {
    const [name, pinned, installed] = line.split(" ");
    assert.equal(installed, pinned.replace("==", ""), name);
  }
});

test("does package-lock.json hold the packages of every platform, so that npm ci works on each?", () => {
  const { packages } = JSON.parse(read("package-lock.json")) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>;
  };
  const wanted = Object.values(packages).flatMap((entry) =>
    Object.keys(entry.optionalDependencies ?? {}),
  );
  const missing = wanted.filter((name) => !packages[`node_modules/${name}`]);
  assert.deepEqual(missing, []);
});

test("does package-lock.json name no registry, so that everyone's own is used?", () => {
  assert.doesNotMatch(read("package-lock.json"), /"resolved"/);
});
