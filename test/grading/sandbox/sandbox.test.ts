// What a program in the cage can see, reach and leave behind.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { seccompFilter } from "../../../grading/sandbox/seccomp";
import { root } from "../../../scripts/paths";
import { evaluate, folderOf, processesWith, run, skip, start } from "../caged";

/** Skips where something else is missing that shows the escape. */
const skipUnless = (there: boolean, what: string) =>
  skip || (there ? false : `there is no ${what}`);

test("does a program see the system's libraries, and nothing else of the host?", {
  skip,
}, async () => {
  const top = await evaluate('fs.readdirSync("/").sort()');
  const expected = ["bin", "dev", "etc", "lib", "lib32", "lib64", "mlp", "nix", "node", "proc"];
  for (const name of top) assert.ok([...expected, "tmp", "usr"].includes(name), name);
  assert.deepEqual(await evaluate('fs.readdirSync("/bin").sort()'), ["cp", "sh"]);
  assert.deepEqual(await evaluate('attempt(() => fs.readdirSync("/etc"))'), ["ld.so.cache"]);
  for (const name of await evaluate('fs.readdirSync("/usr")')) assert.match(name, /^lib/);

  const secret = path.join(folderOf({ "solution.ts": "42" }), "solution.ts");
  for (const file of [secret, root, os.homedir(), "/etc/passwd", "/sys", "/run", "/var", "/root"]) {
    const read = `attempt(() => fs.statSync(${JSON.stringify(file)}).ino)`;
    assert.equal(await evaluate(read), "ENOENT", file);
  }
});

test("does it get copies of its files, and mounts that it cannot change?", { skip }, async () => {
  const files = folderOf({ "a.txt": "a", "lib/ü b.ts": "b", ".hidden": "h" });
  const mounted = folderOf({ "given.txt": "given" });
  const mounts = [{ source: mounted, target: "/given" }];
  const tree = 'fs.readdirSync(".", { recursive: true }).sort()';
  assert.deepEqual(await evaluate(tree, { files }), [".hidden", "a.txt", "lib", "lib/ü b.ts"]);
  assert.equal(await evaluate("process.cwd()"), "/mlp");
  const change = `(
    fs.writeFileSync("a.txt", "changed"),
    [attempt(() => fs.writeFileSync("/given/given.txt", "")), attempt(() => fs.rmSync("/given/given.txt")),
     attempt(() => fs.chmodSync("/given/given.txt", 0o777)), attempt(() => fs.writeFileSync("/files/a.txt", "")),
     fs.readFileSync("/given/given.txt", "utf8")])`;
  const readOnly = ["EROFS", "EROFS", "EROFS", "EROFS", "given"];
  assert.deepEqual(await evaluate(change, { files, mounts }), readOnly);
  assert.equal(fs.readFileSync(path.join(files, "a.txt"), "utf8"), "a");

  const missing = { mounts: [{ source: "/no/where", target: "/given" }] };
  assert.throws(() => start("", missing), /\/no\/where is to be mounted, but is not there/);
  const shadow = folderOf({ "node_modules/x.js": "" });
  const inside = [{ source: mounted, target: "/mlp/node_modules" }];
  const program = { files: shadow, mounts: inside };
  assert.throws(() => start("", program), /node_modules lies where .* is mounted/);
});

test("can it write nowhere but in its own folder and /tmp?", { skip }, async () => {
  const places = `(() => {
    const written = [];
    const walk = (folder, depth) => {
      try { fs.writeFileSync(folder + "/written", ""); written.push(folder) } catch {}
      let entries = [];
      try { entries = fs.readdirSync(folder || "/", { withFileTypes: true }) } catch {}
      if (depth > 0) for (const entry of entries)
        if (entry.isDirectory() && !/^\\d+$/.test(entry.name)) walk(folder + "/" + entry.name, depth - 1);
    };
    walk("", 3);
    return written.sort();
  })()`;
  assert.deepEqual(await evaluate(places), ["/mlp", "/tmp"]);
});

test("are the kernel's settings out of reach, also where the host's user is root?", {
  skip,
}, async () => {
  const pattern = fs.readFileSync("/proc/sys/kernel/core_pattern", "utf8");
  const writes = ["sys/kernel/core_pattern", "sys/vm/drop_caches", "sysrq-trigger"].map(
    (name) => `attempt(() => fs.writeFileSync("/proc/${name}", "h"))`,
  );
  for (const code of await evaluate(`[${writes}]`)) assert.match(code, /^(EROFS|ENOENT)$/);
  assert.equal(fs.readFileSync("/proc/sys/kernel/core_pattern", "utf8"), pattern);
});

test("is no device of the host's there, and /dev/null all the same?", { skip }, async () => {
  assert.deepEqual(await evaluate('fs.readdirSync("/dev")'), ["null"]);
  const ignored =
    'require("child_process").spawnSync("node", ["-p", "1"], { stdio: "ignore" }).status';
  assert.equal(await evaluate(ignored), 0);
});

test("do links among its files lead nowhere outside?", { skip }, async () => {
  const secret = path.join(folderOf({ secret: "42" }), "secret");
  const files = folderOf({ "own.txt": "own" });
  fs.symlinkSync(secret, path.join(files, "link"));
  fs.symlinkSync("/etc", path.join(files, "folder"));
  fs.symlinkSync("own.txt", path.join(files, "inner"));
  const read = ["link", "folder/passwd", "inner"].map(
    (name) => `attempt(() => fs.readFileSync("${name}", "utf8"))`,
  );
  assert.deepEqual(await evaluate(`[${read}]`, { files }), ["ENOENT", "ENOENT", "own"]);
});

test("are its files refused if they are pipes or the like?", { skip }, () => {
  const files = folderOf({ a: "" });
  if (spawnSync("mkfifo", [path.join(files, "pipe")]).status !== 0) return;
  assert.throws(() => start("", { files }), /pipe is not a file, folder or link/);
});

test("does it see no other process, and signal none?", { skip }, async () => {
  const processes = await evaluate('fs.readdirSync("/proc").filter((name) => /^\\d+$/.test(name))');
  assert.equal(processes.length, 2); // bubblewrap's own and its
  const host = Math.max(...fs.readdirSync("/proc").map(Number).filter(Number.isInteger));
  // The last means: all it can reach.
  const signals = `[${process.pid}, ${host}, -1].map((pid) => attempt(() => process.kill(pid, 0)))`;
  assert.deepEqual(await evaluate(signals), ["ESRCH", "ESRCH", "ESRCH"]);
});

test("is nothing of the host's environment there, not even with process 1?", { skip }, async () => {
  process.env.GRADBOOK_SECRET = "secret-of-the-grader";
  const own = await evaluate("Object.keys(process.env).sort()", { env: { GIVEN: "1" } });
  delete process.env.GRADBOOK_SECRET;
  const usual = ["HOME", "LANG", "PATH", "PWD", "SHLVL", "TMPDIR", "TZ", "_"];
  assert.deepEqual(
    own.filter((name: string) => !usual.includes(name)),
    ["GIVEN"],
  );
  const files = folderOf({ a: "" });
  const first = '["environ", "cmdline"].map((name) => fs.readFileSync("/proc/1/" + name, "utf8"))';
  const [environment, command] = await evaluate(first, { files });
  assert.equal(environment, "");
  assert.ok(!command.includes(files) && !command.includes(root), command);
});

test("does it inherit no file that the grader has open?", {
  skip: skipUnless(fs.existsSync("/bin/bash"), "bash"),
}, () => {
  const script = `
    const { bubblewrap } = require("./grading/sandbox/bubblewrap");
    const { startCaged } = require("./grading/sandbox/start");
    const list = "require('fs').writeSync(3, require('fs').readdirSync('/proc/self/fd').join() + '\\\\n')";
    startCaged(bubblewrap(), { command: ["node", "-e", list], onLine: console.log });`;
  const command = 'exec 9</etc/hostname 99</etc/hostname; exec "$@"';
  const node = [process.execPath, "--import", "tsx", "-e", script];
  const { stdout } = spawnSync("/bin/bash", ["-c", command, "sh", ...node], {
    cwd: root,
    encoding: "utf8",
  });
  const descriptors = stdout.trim().split(",").map(Number);
  assert.ok(descriptors.length >= 4 && Math.max(...descriptors) < 40, stdout);
});

test("has it no terminal to type into?", { skip }, async () => {
  const stat = 'fs.readFileSync("/proc/self/stat", "utf8").split(") ")[1].split(" ")';
  const [, , , session, terminal] = await evaluate(stat);
  assert.notEqual(session, "0", "its session is the grader's");
  assert.equal(terminal, "0");
});

test("is the network out of reach, the host's own servers too?", { skip }, async () => {
  const server = net.createServer((socket) => socket.end("reached"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  after(() => server.close());
  const { port } = server.address() as net.AddressInfo;
  const connect = (options: string) => `new Promise((resolve) => {
    const socket = require("net").connect(${options});
    socket.on("data", (data) => resolve(String(data))).on("error", (error) => resolve(error.code));
  })`;
  const here = await new Promise((resolve) => {
    net.connect(port, "127.0.0.1").on("data", (data) => resolve(String(data)));
  });
  assert.equal(here, "reached");
  assert.equal(await evaluate(connect(`${port}, "127.0.0.1"`)), "ECONNREFUSED");
  assert.match(await evaluate(connect('53, "9.9.9.9"')), /ENETUNREACH|EHOSTUNREACH/);
  const lookup =
    'new Promise((r) => require("dns").lookup("example.org", (error) => r(error?.code)))';
  assert.match(await evaluate(lookup), /EAI_AGAIN|ENOTFOUND/);
});

test("are the host's unix sockets out of reach, abstract ones too?", {
  skip: skipUnless(fs.existsSync("/usr/bin/perl"), "perl"),
}, async () => {
  const name = `gradbook-${process.pid}`;
  const socket = "use Socket; socket(S, PF_UNIX, SOCK_STREAM, 0) or die;";
  const address = `sockaddr_un("\\0${name}")`;
  const server = spawn("perl", [
    "-e",
    `${socket} bind(S, ${address}) or die; listen(S, 5); $| = 1; print "ready"; sleep 60`,
  ]);
  after(() => server.kill());
  await new Promise((resolve) => server.stdout.once("data", resolve));
  const client = `${socket} print connect(S, ${address}) ? "reached" : "$!"`;
  assert.equal(spawnSync("perl", ["-e", client], { encoding: "utf8" }).stdout, "reached");
  const { output } = await perl(client);
  assert.match(output, /Connection refused/);
});

test("are system calls refused that reach past namespaces?", {
  skip: skipUnless(fs.existsSync("/usr/bin/perl") && process.arch === "x64", "perl on x64"),
}, async () => {
  // memfd_create, keyctl, unshare, bpf, io_uring_setup; AF_NETLINK, AF_VSOCK, AF_UNIX; mount, clone.
  const { output } = await perl(`
    $x = "x";
    for (319, 250, 272, 321, 425) { print syscall($_, 0, 0, 0, 0, 0), "$!|" }
    for (16, 40, 1) { $! = 0; print syscall(41, $_, 1, 0), "$!|" }
    $to = "/mlp";
    print syscall(165, $x, $to, $x, 0, 0), "$!|", syscall(56, 0x10000011, 0, 0, 0, 0), "$!"`);
  const [memfd, keyctl, unshare, bpf, ring, netlink, vsock, unix, mount, clone] = output.split("|");
  for (const refused of [memfd, keyctl, unshare, bpf, ring])
    assert.match(refused, /^-1Function not/);
  for (const refused of [netlink, vsock]) assert.match(refused, /^-1Address family/);
  assert.match(unix, /^\d/);
  assert.match(mount, /^-1Operation not permitted/);
  assert.match(clone, /^-1(No space left|Operation not permitted)/); // a user namespace of its own
});

/** Runs a Perl program, which can call the system directly, in the cage. */
function perl(script: string) {
  const version = fs.readdirSync("/usr/share/perl").find((name) => /^5\.\d+$/.test(name)) ?? "";
  return run("", {
    command: ["perl", "-e", script],
    mounts: [
      { source: "/usr/bin/perl", target: "/bin/perl" },
      { source: `/usr/share/perl/${version}`, target: `/usr/share/perl/${version}` },
    ].slice(0, /use /.test(script) ? 2 : 1),
  });
}

test("is there a filter for each architecture that Node runs on and we know?", () => {
  assert.equal(seccompFilter("x64")?.length, seccompFilter("arm64")?.length);
  assert.equal(seccompFilter("mips"), null);
});

test("has it no capabilities, and no way to new ones?", { skip }, async () => {
  const status: string = await evaluate('fs.readFileSync("/proc/self/status", "utf8")');
  for (const name of ["Inh", "Prm", "Eff", "Bnd", "Amb"]) {
    assert.match(status, new RegExp(`^Cap${name}:\\s0+$`, "m"));
  }
  assert.match(status, /^NoNewPrivs:\s1$/m);
});

test("is nothing left of children that detach, hold pipes and ignore signals?", {
  skip,
}, async () => {
  const mark = "left-behind-in-a-cage";
  const child =
    "for (const name of ['SIGTERM', 'SIGHUP', 'SIGINT']) process.on(name, () => {}); setInterval(() => {}, 10)";
  for (const stdio of ["ignore", "inherit"]) {
    const script = `
      const { spawn } = require("child_process");
      for (let i = 0; i < 8; i++)
        spawn("node", ["-e", ${JSON.stringify(child)}, "${mark}"], { detached: true, stdio: "${stdio}" }).unref();
      setTimeout(() => process.exit(7), 300)`;
    const { reason, code, seconds } = await run(script);
    assert.deepEqual([reason, code], ["exit", 7]);
    assert.ok(seconds < 3, `${seconds} s`);
    assert.deepEqual(processesWith(mark), []);
  }
});

test("does stop() end all of it?", { skip }, async () => {
  const mark = "stopped-in-a-cage";
  const script = `
    require("child_process").spawn("node", ["-e", "setInterval(() => {}, 10)", "${mark}"], { detached: true });
    require("fs").writeSync(3, "started\\n");
    setInterval(() => {}, 10)`;
  const { lines, running } = start(script);
  while (lines.length === 0 || processesWith(mark).length < 2) await sleep(10);
  const { reason } = await running.stop();
  assert.equal(reason, "stopped");
  assert.deepEqual(processesWith(mark), []);
});

test("does it end with the grader, however that ends?", { skip }, async () => {
  const mark = "orphan-of-a-grader";
  const script = `
    const { bubblewrap } = require("./grading/sandbox/bubblewrap");
    const { startCaged } = require("./grading/sandbox/start");
    startCaged(bubblewrap(), { command: ["node", "-e", "setInterval(() => {}, 10)", "${mark}"] });`;
  const node = ["--import", "tsx", "-e", script];
  const grader = spawn(process.execPath, node, { cwd: root, stdio: "ignore" });
  const caged = () => processesWith(mark).filter((pid) => Number(pid) !== grader.pid);
  while (caged().length < 3) await sleep(20);
  grader.kill("SIGKILL");
  for (let i = 0; i < 100 && caged().length > 0; i++) await sleep(20);
  assert.deepEqual(caged(), []);
});

test("is a cage that does not start told from a program that fails?", { skip }, async () => {
  const file = path.join(folderOf({ file: "" }), "file");
  const mounts = [{ source: file, target: "/usr/lib/here/or/there" }];
  const { reason, detail } = await run("", { mounts });
  assert.equal(reason, "start");
  assert.match(detail, /^bwrap: /);
  const faked = await run("process.stderr.write('bwrap: no\\n'); process.exit(1)");
  assert.equal(faked.reason, "exit");
});

test("can programs run side by side, each in a cage of its own?", { skip }, async () => {
  const write = (n: number) => `(fs.writeFileSync("${n}", ""), fs.readdirSync("/mlp"))`;
  const seen = await Promise.all([1, 2, 3].map((n) => evaluate(write(n))));
  assert.deepEqual(seen, [["1"], ["2"], ["3"]]);
});
