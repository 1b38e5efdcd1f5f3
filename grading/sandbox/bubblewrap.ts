// A cage by bubblewrap, which makes Linux's namespaces available to every user:
// https://github.com/containers/bubblewrap

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { Cage, Launched } from "./cage";
import type { Usage } from "./limits";
import { LIMITS } from "./limits";
import { NoCageError } from "./no-cage-error";
import { countsProcessesByNamespace, FILES, NULL, prelude } from "./prelude";
import { lives, processesIn, total } from "./processes";
import { type Prepared, WORK } from "./program";
import { seccompFilter } from "./seccomp";

/** The first version with --disable-userns. */
const NEEDED = [0, 8];
const TEMPORARY = 16 * 2 ** 20;
const LIBRARIES = ["lib", "lib32", "lib64", "usr/lib", "usr/lib32", "usr/lib64", "nix/store"];

/** File descriptors of bubblewrap's own: the program does not get them. */
const STATUS = 4;
const ARGUMENTS = 5;
const FILTER = 6;

/** Shows a host path at another one, if it is there, following links to it. */
function show(source: string, target = source): string[] {
  if (!fs.existsSync(source)) return [];
  return ["--ro-bind", fs.realpathSync(source), target];
}

/** Where a program is that the host has on its path. */
function find(name: string): string | undefined {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find((file) => fs.existsSync(file));
}

/** The system's libraries, a shell, and Node. */
function system(): string[] {
  const args = LIBRARIES.flatMap((name) => {
    const link = fs.lstatSync(`/${name}`, { throwIfNoEntry: false })?.isSymbolicLink();
    return link ? ["--symlink", fs.readlinkSync(`/${name}`), `/${name}`] : show(`/${name}`);
  });
  const node = fs.realpathSync(process.execPath);
  const besides = path.join(path.dirname(path.dirname(node)), "lib");
  const shared = fs.existsSync(besides) && fs.readdirSync(besides).some((f) => /^libnode/.test(f));
  return [
    ...args,
    ...show("/etc/ld.so.cache"),
    ...show(find("bash") ?? "/bin/sh", "/bin/sh"),
    ...show(find("cp") ?? "", "/bin/cp"),
    ...show(node, "/node/bin/node"),
    ...(shared ? show(besides, "/node/lib") : []),
  ];
}

/** bubblewrap's options for a program: what the cage is like. */
function options({ files, mounts, env, limits }: Prepared): string[] {
  const variables = {
    PATH: "/node/bin:/bin",
    HOME: WORK,
    TMPDIR: "/tmp",
    LANG: "C.UTF-8",
    TZ: "UTC",
    ...env,
  };
  return [
    ...["user", "ipc", "pid", "net", "uts"].map((name) => `--unshare-${name}`),
    ...["--unshare-cgroup-try", "--disable-userns", "--hostname", "cage"],
    ...["--cap-drop", "ALL", "--new-session", "--die-with-parent"],
    ...system(),
    // When the host's root runs this, what root may change is the program's to change: no
    // kernel settings, and none of the host's devices.
    ...["--proc", "/proc", "--remount-ro", "/proc", "--symlink", NULL, "/dev/null"],
    ...["--size", String(limits.disk), "--tmpfs", WORK],
    ...["--size", String(TEMPORARY), "--tmpfs", "/tmp"],
    ...(files === null ? [] : ["--ro-bind", path.resolve(files), FILES]),
    ...mounts.flatMap(({ source, target }) => ["--ro-bind", path.resolve(source), target]),
    ...["--remount-ro", "/", "--chdir", WORK, "--clearenv"],
    ...Object.entries(variables).flatMap(([name, value]) => ["--setenv", name, value]),
  ];
}

/** The command that the cage starts with. */
function commandOf({ files, command, limits }: Prepared): string[] {
  const script = prelude(limits, {
    copy: files !== null,
    ownProcesses: countsProcessesByNamespace(),
    cage: true,
  });
  return ["--", "/bin/sh", "-c", script, "sh", ...command];
}

function launch(program: Prepared): Launched {
  // What bubblewrap is started with can be read in the cage as that of process 1: no
  // paths of the host, and not its environment.
  const own = ["--args", String(ARGUMENTS), "--json-status-fd", String(STATUS)];
  const filter = seccompFilter();
  if (filter) own.push("--seccomp", String(FILTER));
  const child = spawn(find("bwrap") ?? "bwrap", [...own, ...commandOf(program)], {
    env: {},
    stdio: new Array(7).fill("pipe"),
  });
  const [, stdout, stderr, answers, status] = child.stdio as unknown as Readable[];
  send(child, ARGUMENTS, `${options(program).join("\0")}\0`);
  send(child, FILTER, filter ?? "");

  /** Process 1 of the cage: the whole cage ends with it. */
  let init = 0;
  let doomed = false;
  let told = "";
  const kill = () => {
    doomed = true;
    // While bubblewrap lives, its child's number cannot be another process's.
    if (init && child.exitCode === null && child.signalCode === null) killOne(init);
    // Before it tells that number, its child may not be set to end with it.
    if (init) child.kill("SIGKILL");
    else setTimeout(() => child.kill("SIGKILL"), 1000).unref();
  };
  status.on("error", () => {});
  status.on("data", (chunk) => {
    told = (told + chunk).slice(0, 4096);
    init ||= Number(/"child-pid": (\d+)/.exec(told)?.[1] ?? 0);
    if (doomed) kill();
  });
  return {
    child,
    answers,
    others: [stdout, stderr],
    sample: () => (init && child.exitCode === null ? sample(init) : null),
    kill,
    gone: async () => {
      for (let i = 0; init && i < 1000 && lives(init); i++) await sleep(5);
    },
  };
}

function send(child: ChildProcess, descriptor: number, content: string | Buffer): void {
  const pipe = (child.stdio as unknown as Writable[])[descriptor];
  // Whether it arrives is for bubblewrap to say.
  pipe.on("error", () => {});
  pipe.end(content);
}

function killOne(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/** Looks into the cage of process `init` through its own /proc. */
function sample(init: number): Usage | null {
  const root = `/proc/${init}/root`;
  try {
    // Until it is set up, it sees the host's.
    if (fs.statSync(`${root}/proc`).dev === fs.statSync("/proc").dev) return null;
    const processes = processesIn(`${root}/proc`);
    const usage = total(processes);
    usage.processes--; // bubblewrap's own
    for (const folder of [WORK, "/tmp"]) {
      const { files, ffree } = fs.statfsSync(root + folder);
      usage.files += files - ffree;
    }
    return usage;
  } catch {
    return null; // not set up yet, or ended
  }
}

/** Says why bubblewrap cannot be used here, or null if it can. */
export function bubblewrapProblem(): string | null {
  if (process.platform !== "linux") return "bubblewrap needs Linux";
  const version = spawnSync("bwrap", ["--version"], { encoding: "utf8" });
  if (version.error) return "bubblewrap is not installed (apt install bubblewrap)";
  const [major, minor] = (/\d+\.\d+/.exec(version.stdout)?.[0] ?? "0.0").split(".").map(Number);
  if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
    return `bubblewrap is ${version.stdout.trim()}, but must be ${NEEDED.join(".")} or newer`;
  }
  const command = ["node", "--version"];
  const node = { files: __dirname, mounts: [], command, env: {}, limits: LIMITS };
  const run = spawnSync("bwrap", [...options(node), ...commandOf(node)], {
    encoding: "utf8",
    timeout: 20_000,
  });
  if (run.status === 0 && run.stdout.trim() === process.version) return null;
  const said = (run.stderr || run.error?.message || run.stdout).trim();
  const namespaces = /namespace|uid map|Operation not permitted|loopback/.test(said);
  const advice =
    "\nUser namespaces must be allowed for this user: see the settings\n" +
    "kernel.unprivileged_userns_clone, user.max_user_namespaces and\n" +
    "kernel.apparmor_restrict_unprivileged_userns (sysctl)";
  return `bubblewrap does not work here: ${said}${namespaces ? advice : ""}`;
}

/**
 * The cage that bubblewrap makes.
 *
 * @throws NoCageError saying why it cannot
 */
export function bubblewrap(): Cage {
  const problem = bubblewrapProblem();
  if (problem) throw new NoCageError(problem);
  return { name: "bubblewrap", isolates: true, ownPaths: true, launch };
}
