// Where npm run install-kernel installs, and one command at a time.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { makeHandout } from "../../../grading/handout/make";
import { root } from "../../../scripts/paths";
import { python } from "../../python";
import { withLab } from "../../scripts/lab";
import { removeFolders, temporaryFolder, tools } from "../student";
import { contentsOf, INSTALL, installKernel, seeing, smallDisk, unmount, versionsIn } from "./hub";

const prefix = temporaryFolder();
const versions = join(prefix, "share", "jupyter", "gradbook");
const asRoot = process.getuid?.() !== 0 && "only root may mount";
const outcomes: { status: number | null; said: string }[] = [];

before(async () => {
  outcomes.push(...(await Promise.all([installMeanwhile(), installMeanwhile()])));
});
after(removeFolders);

async function installMeanwhile() {
  const child = spawn(process.execPath, [...INSTALL, "--prefix", prefix], {
    cwd: root,
    env: { ...process.env, PYTHON: python },
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    said += text;
  });
  const [status] = await once(child, "close");
  return { status, said };
}

/** Puts the installation into another place, where it is found to be whole. */
function copyInto(data: string): void {
  cpSync(versions, join(data, "gradbook"), { recursive: true, preserveTimestamps: true });
}

const kernelAt = (data: string) =>
  JSON.parse(readFileSync(join(data, "kernels", "tslab", "kernel.json"), "utf8"));

describe("two commands for one place", () => {
  test("at the same time, does one install and the other say so, or find it whole?", () => {
    for (const { status, said } of outcomes) {
      if (status !== 0) assert.match(said, /Another command is installing in .*: process \d+ on /);
    }
    const done = outcomes.filter(({ status }) => status === 0);
    assert.ok(done.length > 0, JSON.stringify(outcomes));
    assert.equal(done.filter(({ said }) => /Making the snapshot/.test(said)).length, 1);
    const { status, stderr } = installKernel(["--prefix", prefix]);
    assert.equal(status, 0);
    assert.match(stderr, /is there and whole/);
    assert.deepEqual(readdirSync(versions), [versionsIn(prefix)[0].slice(versions.length + 1)]);
  });

  test("does the second change nothing, and say which process has the place?", () => {
    const lock = join(versions, ".lock");
    writeFileSync(lock, JSON.stringify({ pid: process.pid, host: hostname() }));
    const before = readdirSync(versions);
    for (const args of [[], ["--uninstall"]]) {
      const { status, stderr } = installKernel(["--prefix", prefix, ...args]);
      assert.equal(status, 1);
      const wanted = `installing in ${prefix}: process ${process.pid} on ${hostname()}. Run this one again`;
      assert.ok(stderr.includes(wanted), stderr);
      assert.deepEqual(readdirSync(versions), before);
    }
  });

  test("is the lock of one that was killed no hindrance, but that of another machine's one?", () => {
    const lock = join(versions, ".lock");
    writeFileSync(lock, JSON.stringify({ pid: 4194305, host: "elsewhere" }));
    assert.match(installKernel(["--prefix", prefix]).stderr, /process 4194305 on elsewhere/);
    writeFileSync(lock, JSON.stringify({ pid: 4194305, host: hostname() }));
    const { status, stderr } = installKernel(["--prefix", prefix]);
    assert.equal(status, 0, stderr);
    assert.ok(!existsSync(lock));
  });
});

describe("the place", () => {
  test("is that of --sys-prefix the environment of the Python that has Jupyter?", () => {
    const bare = join(temporaryFolder(), "bare");
    execFileSync(python, ["-m", "venv", "--without-pip", bare]);
    const library = "import sysconfig; print(sysconfig.get_path('purelib'))";
    const its = join(bare, "bin", "python");
    const [from, to] = [python, its].map((name) =>
      execFileSync(name, ["-c", library], { encoding: "utf8" }).trim(),
    );
    writeFileSync(join(to, "borrowed.pth"), from);
    const data = join(bare, "share", "jupyter");
    copyInto(data);
    const env = { PYTHON: its };
    const { status, stdout, stderr } = installKernel(["--sys-prefix"], { env });
    assert.equal(status, 0, stderr);
    assert.match(stdout, new RegExp(`registered in ${data}/kernels/tslab`));
    assert.ok(kernelAt(data).env.NODE_PATH.startsWith(join(data, "gradbook")));
    const gone = installKernel(["--uninstall", "--sys-prefix"], { env });
    assert.equal(gone.status, 0, gone.stderr);
    assert.ok(!existsSync(data));
  });

  test("is that of --user the folder in which Jupyter keeps the user's data?", () => {
    const home = temporaryFolder();
    const data = join(home, "share of data", "jupyter");
    copyInto(data);
    const env = { JUPYTER_DATA_DIR: data };
    const { status, stderr } = installKernel(["--user"], { env });
    assert.equal(status, 0, stderr);
    assert.ok(kernelAt(data).argv.at(-2).startsWith(join(data, "gradbook")));
    const gone = installKernel(["--uninstall", "--user"], { env });
    assert.equal(gone.status, 0, gone.stderr);
    assert.deepEqual(readdirSync(home), []);
  });

  test("does a full home folder keep nothing of --user?", { skip: asRoot }, (t) => {
    const home = temporaryFolder();
    const problem = smallDisk(home, "10m");
    if (problem) return t.skip(problem);
    try {
      const env = { JUPYTER_DATA_DIR: join(home, ".local", "share", "jupyter") };
      const { status, stderr } = installKernel(["--user"], { env });
      assert.equal(status, 1);
      assert.match(stderr, /Nothing was installed in .*: the disk is full/);
      const left = readdirSync(home, { recursive: true, withFileTypes: true });
      assert.deepEqual(
        left.filter((entry) => entry.isFile()),
        [],
      );
    } finally {
      unmount(home);
    }
  });
});

test("does `npm start` in a handout open JupyterLab with the installation, and install nothing?", async () => {
  const { folder } = await makeHandout(tools, temporaryFolder());
  const student = join(temporaryFolder(), "mlp");
  cpSync(folder, student, { recursive: true });
  const before = contentsOf(student);
  const env = { ...seeing(prefix), PYTHON: python };
  const used = await withLab(
    student,
    async (get, said) => {
      const { kernelspecs } = JSON.parse(await (await get("/api/kernelspecs")).text());
      assert.doesNotMatch(said(), /Installing/);
      return kernelspecs.tslab.spec.metadata.gradbook.installation;
    },
    { env },
  );
  assert.equal(used, versionsIn(prefix)[0]);
  assert.deepEqual(contentsOf(student), before);
});
