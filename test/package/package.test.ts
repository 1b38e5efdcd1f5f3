import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { root } from "../../scripts/paths";
import { type Installation, packAndInstall, runNpm } from "./install";
import { type Sample, samplesIn } from "./samples";

/** What use.ts prints: the course's final loss, all right, five rows of scores. */
const USED = "0.1092679461 1 5 true\n";

let installed: Installation;
before(() => {
  installed = packAndInstall();
});
after(() => installed?.remove());

const inPackage = (...path: string[]) =>
  join(installed.project, "node_modules", "gradbook", ...path);

/** Runs Node on arguments; gives stdout. Anything on stderr is a failure. */
function node(args: string[], { cwd = installed.project, command = process.execPath } = {}) {
  // In a bare environment: the settings of these tests are not the user's.
  const env = { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: "utf8" });
  assert.equal(stderr, "");
  assert.equal(status, 0);
  return stdout;
}

/** Runs a program of these tests' node_modules; gives status and output. */
function tool(path: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, "node_modules", path), ...args],
    { cwd: installed.project, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } },
  );
  return { status, said: stdout + stderr };
}

const both = `
  import { createRequire } from "node:module";
  import * as imported from "gradbook";
  const required = createRequire(import.meta.url)("gradbook");
  const names = Object.keys(required).sort();
  console.log(names.length > 10, names.join() === Object.keys(imported).sort().join());
  console.log(names.every((name) => imported[name] === required[name]));
  const { Matrix } = required;
  console.log(new Matrix([[1, 2]]).mmul(new Matrix([[3], [4]])).get(0, 0));
`;

describe("the tarball", () => {
  test("does it hold the code, its sources, kernels and papers, and nothing else?", () => {
    for (const file of [
      "LICENSE",
      "CHANGELOG.md",
      "CITATION.cff",
      "README.md",
      "package.json",
      "lib/mlp.ts",
      "dist/package/lib/index.js",
      "dist/package/lib/index.mjs",
      "dist/package/lib/matrix/built/kernels.wasm",
    ]) {
      assert.ok(installed.files.includes(file), `${file} is missing`);
    }
    const allowed = /^((dist\/package|lib|cli)\/|[A-Z]+\.(md|cff)$|LICENSE$|package\.json$)/;
    assert.deepEqual(
      installed.files.filter((file) => !allowed.test(file)),
      [],
    );
    assert.deepEqual(
      installed.files.filter((file) => /assembly|jupyter|tslab/.test(file)),
      [],
    );
  });

  test("is the source of every map in it?", () => {
    const maps = installed.files.filter((file) => file.endsWith(".map"));
    assert.ok(maps.length > 20);
    for (const map of maps) {
      for (const source of JSON.parse(readFileSync(inPackage(map), "utf8")).sources) {
        assert.ok(existsSync(resolve(inPackage(map), "..", source)), `${map}: ${source}`);
      }
    }
  });

  test("does publint find nothing?", () => {
    const { status, said } = tool("publint/src/cli.js", "run", installed.tarball, "--strict");
    assert.equal(status, 0, said);
    assert.match(said, /All good!/);
  });

  test("does are-the-types-wrong find nothing?", () => {
    const { status, said } = tool("@arethetypeswrong/cli/dist/index.js", installed.tarball);
    assert.equal(status, 0, said);
    assert.match(said, /No problems found/);
  });
});

test("does installing it bring ml-matrix and pngjs with what they need, and nothing else?", () => {
  const packages = readdirSync(join(installed.project, "node_modules")).filter(
    (name) => !name.startsWith("."),
  );
  assert.deepEqual(packages, [
    "gradbook",
    "is-any-array",
    "ml-array-max",
    "ml-array-min",
    "ml-array-rescale",
    "ml-matrix",
    "pngjs",
  ]);
});

describe("from TypeScript, strict", () => {
  const OLD = { ignoreDeprecations: "6.0" }; // TypeScript 6 warns of it
  const settings: [string, object, string[]][] = [
    ["node16", { module: "node16", moduleResolution: "node16" }, ["mts", "cts"]],
    ["nodenext", { module: "nodenext", moduleResolution: "nodenext" }, ["mts", "cts"]],
    ["bundler", { module: "esnext", moduleResolution: "bundler" }, ["mts"]],
    ["CommonJS", { module: "commonjs", moduleResolution: "node10", ...OLD }, ["ts"]],
  ];
  for (const [name, options, extensions] of settings) {
    test(`does a program compile and run with module setting ${name}?`, () => {
      const folder = join(installed.project, name);
      mkdirSync(folder);
      for (const extension of extensions) {
        const use = join(root, "test", "package", "consumer", "use.ts");
        copyFileSync(use, join(folder, `use.${extension}`));
      }
      // The types of all packages are checked, too, and none of Node's are there.
      const compilerOptions = {
        strict: true,
        target: "es2022",
        types: [],
        ...options,
      };
      writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
      const { status, said } = tool("typescript/bin/tsc", "-p", folder);
      assert.equal(status, 0, said);
      for (const extension of extensions) {
        const program = join(folder, `use.${extension.replace("ts", "js")}`);
        assert.equal(node([program]), USED, program);
      }
    });
  }

  test("does the editor show a docstring, and go to the TypeScript source?", () => {
    const file = join(installed.project, "editor.ts");
    writeFileSync(
      file,
      'import { TwoLayerMLP } from "gradbook";\nnew TwoLayerMLP(1, 1, 1).train;\n',
    );
    const request = (command: string, more: object = {}) =>
      `${JSON.stringify({ seq: 0, type: "request", command, arguments: { file, ...more } })}\n`;
    const place = { line: 2, offset: 27 };
    const { stdout } = spawnSync(
      process.execPath,
      [join(root, "node_modules/typescript/lib/tsserver.js")],
      {
        input: request("open") + request("quickinfo", place) + request("definition", place),
        encoding: "utf8",
      },
    );
    const [info, definition] = stdout
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line))
      .filter(({ type, command }) => type === "response" && command !== "open")
      .map(({ body }) => body);
    assert.match(info.documentation, /stochastic gradient descent/);
    const tags = info.tags.map(({ name, text }: Record<string, string>) => `${name}: ${text}`);
    assert.match(tags.join("\n"), /param: X training examples, N×D[\s\S]*throws: RangeError/);
    assert.match(definition[0].file, /gradbook\/lib\/mlp\.ts$/);
  });
});

describe("from JavaScript", () => {
  test("do import and require give the same names and classes?", () => {
    writeFileSync(join(installed.project, "both.mjs"), both);
    assert.equal(node(["both.mjs"]), "true true\ntrue\n11\n");
  });

  test("are the kernels found from any folder?", () => {
    const code =
      "require(process.argv[1]).Matrix; console.log(require(process.argv[2]).backendInUse())";
    const lib = inPackage("dist", "package", "lib");
    assert.equal(
      node(["-e", code, join(lib, "index.js"), join(lib, "matrix")], { cwd: "/" }),
      "wasm\n",
    );
  });

  test("does a stack trace name the TypeScript source?", () => {
    const code =
      'const { TwoLayerMLP } = require("gradbook"); try { new TwoLayerMLP(0, 1, 1) } catch (e) { console.log(e.stack) }';
    assert.match(node(["--enable-source-maps", "-e", code]), /lib[\\/]mlp\.ts:\d+/);
  });

  test("are the digits read with nothing else installed?", () => {
    const code = 'console.log(require("gradbook").loadMnist({ dir: "" }).XTrain.rows)';
    assert.equal(node(["-e", code]), "8000\n");
  });

  test("does the command line run, with the version of the package?", () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const bin = join(installed.project, "node_modules", ".bin", "gradbook");
    assert.equal(node(["--version"], { command: bin, cwd: "/" }), `${version}\n`);
    const out = node([bin, "train", "--epochs", "1", "--quiet", "--json"]);
    assert.equal(JSON.parse(out).numEpochs, 1);
    assert.ok(existsSync(join(installed.project, "model.safetensors")));
  });
});

describe("the code samples of the API reference", () => {
  const samples = samplesIn(join(root, "lib"));
  const fileOf = ({ name }: Sample) => join(installed.project, "samples", `${name}.mts`);
  let compiled: ReturnType<typeof tool>;
  before(() => {
    const folder = join(installed.project, "samples");
    mkdirSync(folder);
    for (const sample of samples) writeFileSync(fileOf(sample), sample.code);
    const compilerOptions = {
      strict: true,
      target: "es2022",
      module: "nodenext",
      skipLibCheck: true,
      types: ["node"],
      typeRoots: [join(root, "node_modules", "@types")],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
    compiled = tool("typescript/bin/tsc", "-p", folder);
  });

  test("do they compile?", () => {
    assert.equal(compiled.status, 0, compiled.said);
  });

  for (const sample of samples) {
    test(`does ${sample.name} print what its comments say?`, () => {
      assert.equal(node([fileOf(sample).replace(/mts$/, "mjs")]), sample.prints);
    });
  }

  test("has every function and class that does something by itself one?", () => {
    const code = samples.map((sample) => sample.code).join("\n");
    for (const name of ["TwoLayerMLP", "RandomState", "Matrix", "accuracy", "checkGradient"]) {
      assert.match(code, new RegExp(`\\b${name}\\(`));
    }
    for (const name of ["loadMnist", "save", "load", "panelFigure", "visualizeGrid", "encodePng"]) {
      assert.match(code, new RegExp(`\\b${name}\\(`));
    }
  });
});

for (const version of [22, 24]) {
  test(`does it work on Node ${version}, with import and require?`, () => {
    const folder = join(installed.project, "..", `node ${version}`);
    mkdirSync(folder);
    writeFileSync(join(folder, "package.json"), '{ "private": true }');
    runNpm(folder, "install", `node@${version}`);
    const command = join(folder, "node_modules", "node", "bin", "node");
    assert.match(node(["--version"], { command }), new RegExp(`^v${version}\\.`));
    writeFileSync(join(installed.project, "both.mjs"), both);
    assert.equal(node(["both.mjs"], { command }), "true true\ntrue\n11\n");
  });
}
