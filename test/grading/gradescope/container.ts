// A root folder laid out as Gradescope's container: the system, and /autograder. What
// runs there has no user namespaces (a changed root refuses them), half a processor and
// as much memory as is said.

import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MB = 2 ** 20;
const SYSTEM = ["usr", "bin", "sbin", "lib", "lib32", "lib64", "etc"];

/** Why there can be no such container here; else false. */
export function containerProblem(): string | false {
  if (process.platform !== "linux") return "a changed root needs Linux";
  if (process.getuid?.() !== 0) return "only root can change the root";
  const { status } = spawnSync("unshare", ["--mount", "true"]);
  return status === 0 ? false : "a mount namespace of its own is not allowed";
}

/** Control groups (version 1) that hold what is started to its share. */
function groups(name: string, memory: number): string[] {
  const settings: [string, string, number][] = [
    ["cpu", "cpu.cfs_period_us", 100_000],
    ["cpu", "cpu.cfs_quota_us", 50_000],
    ["memory", "memory.limit_in_bytes", memory],
  ];
  const folders: string[] = [];
  for (const [kind, setting, value] of settings) {
    const folder = `/sys/fs/cgroup/${kind}/${name}`;
    if (!existsSync(`/sys/fs/cgroup/${kind}/tasks`)) continue;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, setting), String(value));
    if (!folders.includes(folder)) folders.push(folder);
  }
  return folders;
}

export class Container {
  readonly folder = mkdtempSync(join(tmpdir(), "gradbook-container-"));
  readonly autograder = join(this.folder, "autograder");
  private readonly groups: string[];

  /** @param memory in MB */
  constructor(memory: number) {
    for (const name of [...SYSTEM, "proc", "dev", "tmp", "root", "var/tmp", "node"]) {
      mkdirSync(join(this.folder, name), { recursive: true });
    }
    for (const name of ["source", "submission", "results"]) {
      mkdirSync(join(this.autograder, name), { recursive: true });
    }
    spawnSync("chmod", ["755", this.folder]);
    spawnSync("chmod", ["1777", join(this.folder, "tmp"), join(this.folder, "var/tmp")]);
    this.groups = groups(`gradbook${process.pid}`, memory * MB);
  }

  /** Whether processor and memory are limited. */
  get limited(): boolean {
    return this.groups.length === 2;
  }

  /** The most memory that was in use at a time, in MB; undefined where it is not limited. */
  get peak(): number | undefined {
    const group = this.groups.find((folder) => folder.includes("/memory/"));
    if (!group) return undefined;
    return Math.round(Number(readFileSync(join(group, "memory.max_usage_in_bytes"), "utf8")) / MB);
  }

  /** Runs a command of bash's in it, with this Node on the path. */
  run(command: string) {
    const binds = SYSTEM.filter((name) => existsSync(`/${name}`)).map(
      (name) =>
        `mount --rbind /${name} "$root/${name}" && mount -o remount,ro,bind "$root/${name}"`,
    );
    const script = `set -e
root=${this.folder}
${this.groups.map((group) => `echo $$ > ${group}/tasks`).join("\n")}
${binds.join("\n")}
mount --rbind /proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --rbind "${join(process.execPath, "..", "..")}" "$root/node"
exec chroot "$root" /usr/bin/env -i PATH=/node/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 bash -c ${quoted(command)}`;
    const run = ["--mount", "--propagation", "private", "bash", "-c", script];
    return spawnSync("unshare", run, { encoding: "utf8", timeout: 600_000 });
  }

  put(from: string, to: string): void {
    cpSync(from, join(this.autograder, to), { recursive: true, verbatimSymlinks: true });
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
    for (const group of this.groups) spawnSync("rmdir", [group]);
  }
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
