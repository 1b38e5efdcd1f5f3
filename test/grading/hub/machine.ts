// A machine of its own, with real users, made of this one: a mount and a process namespace
// in which /etc, /home, /opt and /srv are this machine's with a layer over them. What is
// written there, the users too, is gone with the process that holds the namespaces; this
// machine is as it was, whatever happens.

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** A folder with a layer over it, which takes what is written. */
export interface Layer {
  /** What is below the layer. */
  from: string;
  /** Where the machine has it. */
  at: string;
  /** Of the folder itself, whatever it is below. */
  mode: string;
}

const NAMESPACES = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
const WRITTEN = ["/etc", "/home", "/opt", "/srv"];

/**
 * Mounts, given a work folder and from, at and mode of each layer; waits until its input
 * ends. What lies below is taken first: some of it may be in /tmp, which is emptied.
 */
const MAKE = `
set -e
work=$1
shift
mount -t tmpfs -o mode=0700 tmpfs "$work"
n=0
for from in "$@"; do
  if [ $((n % 3)) = 0 ]; then
    mkdir -p "$work/$n/below" "$work/$n/upper" "$work/$n/work"
    mount --bind "$from" "$work/$n/below"
  fi
  n=$((n + 1))
done
mount -t tmpfs -o mode=1777 tmpfs /tmp
n=0
while [ $# -gt 0 ]; do
  chmod "$3" "$work/$n/upper"
  mkdir -p "$2"
  mount -t overlay -o "lowerdir=$work/$n/below,upperdir=$work/$n/upper,workdir=$work/$n/work" overlay "$2"
  n=$((n + 3))
  shift 3
done
echo ready
exec cat
`;

/** Where no such machine can be made: why; else false. */
export function machineProblem(): string | false {
  if (process.platform !== "linux") return "a machine of its own needs Linux";
  if (process.getuid?.() !== 0) return "only root may make users";
  const probe =
    "mount -t tmpfs tmpfs /srv && mkdir /srv/u /srv/w && mount -t overlay -o lowerdir=/etc,upperdir=/srv/u,workdir=/srv/w overlay /etc";
  const { status, stderr, error } = spawnSync("unshare", [...NAMESPACES, "sh", "-c", probe], {
    encoding: "utf8",
  });
  if (error) return "unshare is not installed (apt install util-linux)";
  return status === 0 ? false : `layers over folders are not allowed: ${stderr.trim()}`;
}

interface Options {
  cwd?: string;
  env?: Record<string, string>;
  input?: string | Buffer;
}

export class Machine {
  private constructor(
    private readonly holder: ChildProcess,
    private readonly work: string,
    /** Where its users find commands. */
    private readonly path: string,
  ) {}

  /**
   * @param layers beside those over what any machine writes
   * @param seen files that its users must be able to reach, wherever they lie
   * @param path where its users find commands
   */
  static async start(layers: Layer[], seen: string[], path: string): Promise<Machine> {
    const work = mkdtempSync("/run/gradbook-machine-");
    const closed = [...new Set(seen.flatMap(closedAbove))];
    const same = (mode: string) => (folder: string) => ({ from: folder, at: folder, mode });
    const all = [...WRITTEN.map(same("0755")), ...closed.map(same("0711")), ...layers];
    const args = all.flatMap(({ from, at, mode }) => [from, at, mode]);
    const holder = spawn("unshare", [...NAMESPACES, "sh", "-c", MAKE, "sh", work, ...args], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const [first] = await Promise.race([once(holder.stdout, "data"), once(holder, "exit")]);
    if (String(first) === "ready\n") return new Machine(holder, work, path);
    rmdirSync(work);
    throw new Error("the machine could not be made");
  }

  /** Makes a user, with a home that others cannot read, as The Littlest JupyterHub does. */
  addUser(name: string, password: string): void {
    this.root("useradd", "--create-home", "--no-log-init", "--shell", "/bin/bash", name);
    this.root("chmod", "o-rwx", `/home/${name}`);
    this.run("root", ["chpasswd"], { input: `${name}:${password}\n` });
  }

  /** Runs a command of root's; throws with what it said when it fails. */
  root(...command: string[]): string {
    return this.run("root", command);
  }

  /** Runs a user's command to its end; throws with what it said when it fails. */
  run(user: string, command: string[], options: Options = {}): string {
    const { status, stdout, stderr } = this.attempt(user, command, options);
    if (status !== 0) throw new Error(`${user}: ${command.join(" ")}\n${stdout}\n${stderr}`);
    return stdout;
  }

  /** Runs a user's command to its end, whatever that is. */
  attempt(user: string, command: string[], { cwd, env, input }: Options = {}) {
    const [program, ...args] = this.commandOf(user, command, cwd, env);
    const options = { encoding: "utf8", input, maxBuffer: 2 ** 28 } as const;
    const { status, stdout, stderr } = spawnSync(program, args, options);
    return { status, stdout, stderr };
  }

  /** Starts a user's command. */
  start(user: string, command: string[], { cwd, env }: Options = {}): ChildProcess {
    const [program, ...args] = this.commandOf(user, command, cwd, env);
    return spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  }

  /** Ends all that runs on it. */
  async close(): Promise<void> {
    const ended = once(this.holder, "exit");
    this.holder.stdin?.end();
    await ended;
    rmdirSync(this.work);
  }

  private commandOf(user: string, command: string[], cwd?: string, env?: object): string[] {
    const home = user === "root" ? "/root" : `/home/${user}`;
    const all = { HOME: home, USER: user, LANG: "C.UTF-8", PATH: this.path, ...env };
    const variables = Object.entries(all).map(([name, value]) => `${name}=${value}`);
    const namespaces = `/proc/${this.holder.pid}/ns`;
    return [
      ...["nsenter", `--mount=${namespaces}/mnt`, `--pid=${namespaces}/pid_for_children`],
      ...["runuser", "-u", user, "--", "env", "-i", `--chdir=${cwd ?? home}`],
      ...[...variables, ...command],
    ];
  }
}

/** The folders above a file that others than their owner cannot pass, the outermost first. */
function closedAbove(file: string): string[] {
  const above = dirname(file);
  if (above === file) return [];
  return [...closedAbove(above), ...(statSync(above).mode & 0o001 ? [] : [above])];
}
