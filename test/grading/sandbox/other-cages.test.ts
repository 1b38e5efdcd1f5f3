// Which cage is chosen, and those that are not bubblewrap's.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { chooseCage } from "../../../grading/sandbox/choose";
import { container, containerArguments, IMAGE } from "../../../grading/sandbox/container";
import { LIMITS } from "../../../grading/sandbox/limits";
import { noCage } from "../../../grading/sandbox/no-cage";
import { startCaged } from "../../../grading/sandbox/start";
import { folderOf, processesWith } from "../caged";

const windows = process.platform === "win32" && "needs a POSIX shell";

/** Runs `f` where only these programs are on the path. */
function withPrograms<T>(programs: Record<string, string>, f: (folder: string) => T): T {
  const folder = folderOf(programs);
  for (const name of Object.keys(programs)) fs.chmodSync(path.join(folder, name), 0o755);
  const before = process.env.PATH;
  process.env.PATH = folder;
  try {
    return f(folder);
  } finally {
    process.env.PATH = before;
  }
}

const failing = (said: string) => `#!/bin/sh\necho '${said}' >&2\nexit 1\n`;

test("does a machine without any cage say what each lacks, and name the flag?", {
  skip: windows,
}, () => {
  const expected =
    /bubblewrap (is not installed \(apt install bubblewrap\)|needs Linux).*docker is not installed.*podman is not installed.*--no-sandbox/s;
  assert.throws(() => withPrograms({}, () => chooseCage()), expected);
});

test("is it said why bubblewrap or docker does not work?", {
  skip: process.platform !== "linux" && "needs Linux",
}, () => {
  const bwrap =
    '#!/bin/sh\nif [ "$1" = --version ]; then echo bubblewrap 0.8.0; exit; fi\necho "bwrap: No permissions to create new namespace" >&2; exit 1\n';
  const docker = failing("Cannot connect to the Docker daemon");
  const choose = () => withPrograms({ bwrap, docker }, () => chooseCage());
  assert.throws(
    choose,
    /No permissions to create new namespace\n.*User namespaces must be allowed/,
  );
  assert.throws(choose, /docker does not answer: Cannot connect to the Docker daemon/);
  const old = "#!/bin/sh\necho bubblewrap 0.6.1\n";
  const chooseOld = () => withPrograms({ bwrap: old }, () => chooseCage());
  assert.throws(chooseOld, /bubblewrap is bubblewrap 0\.6\.1, but must be 0\.8 or newer/);
});

test("is the image named that an engine lacks?", { skip: windows }, () => {
  const docker = '#!/bin/sh\n[ "$1" = version ]\n';
  const make = () => withPrograms({ docker }, () => container("docker"));
  assert.throws(make, (error: Error) => error.message.includes(`docker pull ${IMAGE}`));
});

test("is a container as strict as bubblewrap's cage?", { skip: windows }, () => {
  const program = {
    files: "/host/files",
    mounts: [{ source: "/host/kernel", target: "/kernel/dist" }],
    command: ["node", "x.js"],
    env: { A: "b c" },
    limits: LIMITS,
  };
  for (const engine of ["docker", "podman"] as const) {
    const args = containerArguments(engine, "name", program);
    const has = (...wanted: string[]) =>
      assert.ok(
        args.some((_, index) => wanted.every((word, offset) => args[index + offset] === word)),
        `${wanted}: ${args}`,
      );
    has("--network", "none");
    has("--read-only");
    has("--cap-drop", "ALL");
    has("--security-opt", "no-new-privileges");
    has("--memory", String(LIMITS.memory));
    has("--memory-swap", String(LIMITS.memory));
    has("--pids-limit", "512");
    has("--user", `${process.getuid?.()}:${process.getgid?.()}`);
    has("--mount", "type=bind,source=/host/files,target=/files,readonly");
    has("--mount", "type=bind,source=/host/kernel,target=/kernel/dist,readonly");
    has("--env", "A=b c");
    assert.ok(args.some((word) => /^\/mlp:.*nosuid,nodev.*size=67108864/.test(word)));
    assert.ok(
      !args.some(
        (word) =>
          /privileged$|docker\.sock|--volume|--pid/.test(word) &&
          word !== "no-new-privileges" &&
          word !== "--pids-limit",
      ),
    );
    assert.deepEqual(args.slice(-3), ["sh", "node", "x.js"]);
  }
});

// Does what an engine does with its arguments, but for the isolation.
const ENGINE = `#!/bin/sh
case $1 in
  version) exit 0 ;;
  image) exit 0 ;;
  rm) kill -9 $(cat "$0.pid"); exit 0 ;;
esac
echo $$ > "$0.pid"
while [ "$1" != -c ]; do shift; done
exec /bin/sh "$@"
`;

test("do answers and stray output come apart from a container?", { skip: windows }, async () => {
  const cage = withPrograms({ docker: ENGINE }, () => container("docker"));
  assert.equal(cage.name, "docker");
  const lines: string[] = [];
  const folder = folderOf({ docker: ENGINE });
  fs.chmodSync(path.join(folder, "docker"), 0o755);
  const before = process.env.PATH;
  process.env.PATH = `${folder}:${before}`;
  const write =
    "const { writeSync } = require('fs'); writeSync(1, 'one '); writeSync(2, 'two'); writeSync(3, 'three\\n');";
  const command = (script: string) => [process.execPath, "-e", script];
  const onLine = (line: string) => lines.push(line);
  const done = startCaged(cage, { command: command(`${write} process.exit(5)`), onLine });
  const { code } = await done.ended;
  const limits = { seconds: 0.5 };
  const { reason } = await startCaged(cage, { command: command("for (;;);"), limits }).ended;
  process.env.PATH = before;
  assert.deepEqual([code, done.output(), lines], [5, "one two", ["three"]]);
  assert.equal(reason, "time");
});

test("without a cage, is a program laid out the same?", { skip: windows }, async () => {
  const cage = chooseCage({ noSandbox: true });
  assert.equal(cage.isolates, false);
  const files = folderOf({ "own.txt": "own" });
  const mounted = folderOf({ "given.js": "module.exports = 'given'" });
  const lines: string[] = [];
  const script = `require("fs").writeSync(3, JSON.stringify([
    require("fs").readFileSync("own.txt", "utf8"), require(process.argv[1]), Object.keys(process.env).sort(), process.cwd()]) + "\\n")`;
  const run = startCaged(cage, {
    files,
    mounts: [{ source: mounted, target: "/some/where" }],
    command: ["node", "-e", script, "/some/where/given.js"],
    onLine: (line) => lines.push(line),
  });
  await run.ended;
  const [own, given, environment, cwd] = JSON.parse(lines[0] ?? run.output());
  assert.deepEqual([own, given], ["own", "given"]);
  assert.ok(!environment.includes("USER") && environment.includes("HOME"));
  assert.ok(!fs.existsSync(cwd), "its folder is left");
});

test("without a cage, do the limits hold and is nothing left?", {
  skip: process.platform !== "linux" && "needs Linux's /proc",
}, async () => {
  const mark = "left-behind-without-a-cage";
  const endless = "process.on('SIGTERM', () => {}); setInterval(() => {}, 10)";
  const spawn = `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(endless)}, "${mark}"], { detached: true, stdio: "ignore" }).unref();`;
  const scripts: [string, string, object][] = [
    ["time", "for (;;);", { seconds: 0.5 }],
    ["cpu", "for (;;);", { cpuSeconds: 0.5 }],
    ["memory", "const held = []; for (;;) held.push(Buffer.alloc(1e7, 1))", { memory: 3e8 }],
    ["output", "for (;;) require('fs').writeSync(1, 'x'.repeat(1000))", { output: 1e6 }],
    ["processes", `for (let i = 0; i < 60; i++) { ${spawn} } ${endless}`, { processes: 8 }],
    ["exit", `${spawn} setTimeout(() => process.exit(), 200)`, {}],
  ];
  for (const [expected, script, limits] of scripts) {
    const run = startCaged(noCage(), { command: ["node", "-e", script], limits });
    assert.equal((await run.ended).reason, expected);
    assert.deepEqual(processesWith(mark), [], expected);
  }
});
