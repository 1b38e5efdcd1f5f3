// A cage by a container engine, for systems without bubblewrap.

import { spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import path from "node:path";
import type { Cage, Launched } from "./cage";
import { threadsOf } from "./limits";
import { NoCageError } from "./no-cage-error";
import { FILES, prelude } from "./prelude";
import { type Prepared, WORK } from "./program";

export const ENGINES = ["docker", "podman"] as const;
export type Engine = (typeof ENGINES)[number];

/** The image whose Node is the one that runs this. */
export const IMAGE = `docker.io/library/node:${process.versions.node}-bookworm-slim`;

/** The engine's arguments for a program. */
export function containerArguments(engine: Engine, name: string, program: Prepared): string[] {
  const { files, mounts, command, env, limits } = program;
  const shown = files === null ? mounts : [...mounts, { source: files, target: FILES }];
  const user = [process.getuid?.() ?? 65534, process.getgid?.() ?? 65534].join(":");
  const variables = { HOME: WORK, TMPDIR: "/tmp", LANG: "C.UTF-8", TZ: "UTC", ...env };
  const script = prelude(limits, {
    copy: files !== null,
    ownProcesses: false, // --pids-limit
    answersOnStdout: true,
  });
  return [
    ...["run", "--rm", "--interactive", "--init", "--name", name, "--pull", "never"],
    ...["--network", "none", "--ipc", "private", "--hostname", "cage", "--log-driver", "none"],
    ...["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"],
    ...["--user", user, ...(engine === "podman" ? ["--userns", "keep-id"] : [])],
    ...["--memory", String(limits.memory), "--memory-swap", String(limits.memory)],
    ...["--pids-limit", String(threadsOf(limits))],
    ...["--tmpfs", `${WORK}:${tmpfs(limits.disk, limits.files)}`],
    ...["--tmpfs", `/tmp:${tmpfs(16 * 2 ** 20, limits.files)}`],
    ...shown.flatMap(({ source, target }) => [
      "--mount",
      `type=bind,source=${path.resolve(source)},target=${target},readonly`,
    ]),
    ...["--workdir", WORK],
    ...Object.entries(variables).flatMap(([key, value]) => ["--env", `${key}=${value}`]),
    ...["--entrypoint", "/bin/sh", IMAGE, "-c", script, "sh", ...command],
  ];
}

function tmpfs(bytes: number, files: number): string {
  return `rw,nosuid,nodev,exec,mode=1777,size=${bytes},nr_inodes=${files + 100}`;
}

function launcher(engine: Engine) {
  return (program: Prepared): Launched => {
    const name = `gradbook-${randomUUID()}`;
    const child = spawn(engine, containerArguments(engine, name, program), {
      stdio: ["pipe", "pipe", "pipe"],
    });
    const remove = () => spawn(engine, ["rm", "--force", name], { stdio: "ignore" });
    return {
      child,
      // Engines pass on no file descriptor 3: see the prelude.
      answers: child.stdout,
      others: [child.stderr],
      // The engine itself watches memory and processes.
      sample: () => null,
      kill: () => {
        remove().on("error", () => {});
        child.kill("SIGKILL");
      },
      gone: () => new Promise((resolve) => remove().on("error", resolve).on("close", resolve)),
    };
  };
}

/** Says why an engine cannot be used here, or null if it can. */
export function engineProblem(engine: Engine): string | null {
  const options = { encoding: "utf8", timeout: 20_000 } as const;
  const version = spawnSync(engine, ["version"], options);
  if (version.error) return `${engine} is not installed`;
  if (version.status !== 0) return `${engine} does not answer: ${version.stderr.trim()}`;
  if (spawnSync(engine, ["image", "inspect", IMAGE], options).status === 0) return null;
  return `${engine} lacks an image: run \`${engine} pull ${IMAGE}\``;
}

/**
 * The cage that a container engine makes.
 *
 * @throws NoCageError saying why it cannot
 */
export function container(engine: Engine): Cage {
  const problem = engineProblem(engine);
  if (problem) throw new NoCageError(problem);
  return { name: engine, isolates: true, ownPaths: true, launch: launcher(engine) };
}
