// The steps of a Dockerfile, run in plain root folders by chroot: each stage is a folder.
// What that leaves out is Docker's own part: layers, caches, .dockerignore (a clean clone
// is copied instead), and the image as such.

import { execFileSync, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, posix } from "node:path";
import { endsWithCommand } from "../../../scripts/children";
import { root } from "../../../scripts/paths";

export interface Step {
  word: string;
  rest: string;
}

/** A stage as far as it has been built. */
export interface Stage {
  folder: string;
  variables: Record<string, string>;
  directory: string;
  user: string;
  command: string[];
}

/** @throws Error naming what it does not know */
export function readSteps(text: string): Step[] {
  const lines = text.split("\n").filter((line) => !/^\s*(#|$)/.test(line));
  const whole = lines.join("\n").replace(/\\\n/g, " ").split("\n");
  return whole.map((line) => {
    const [, word, rest] = /^([A-Z]+) +(.*)$/.exec(line) ?? [];
    if (!word) throw new Error(`no instruction: ${line}`);
    return { word, rest };
  });
}

/**
 * Runs all steps; gives the last stage.
 *
 * @param base a root folder that stands for the image that the first stage is from
 * @param say is told of each step, with its seconds
 */
export async function build(
  steps: Step[],
  base: string,
  work: string,
  say: (line: string) => void,
): Promise<Stage> {
  const stages = new Map<string, Stage>();
  let stage: Stage | undefined;
  for (const { word, rest } of steps) {
    const begun = performance.now();
    if (word === "FROM") {
      const [, from, name = `stage ${stages.size}`] = /^(\S+)(?: AS (\S+))?$/.exec(rest) ?? [];
      const below = stages.get(from);
      const folder = join(work, name.replace(" ", "-"));
      execFileSync("cp", ["-a", "--reflink=auto", below?.folder ?? base, folder]);
      const fresh = { variables: {}, directory: "/", user: "root", command: [] };
      stage = { ...(below ?? fresh), folder };
      stages.set(name, stage);
    } else if (!stage) {
      throw new Error(`${word} comes before FROM`);
    } else if (word === "RUN") {
      await run(stage, ["sh", "-c", rest]);
    } else {
      stage = apply({ word, rest }, stage, stages);
      stages.set([...stages.keys()].at(-1) as string, stage);
    }
    say(`${((performance.now() - begun) / 1000).toFixed(0)} s  ${word} ${rest.slice(0, 60)}`);
  }
  if (!stage) throw new Error("the file has no step");
  return stage;
}

/** A step that runs nothing. */
function apply({ word, rest }: Step, stage: Stage, stages: Map<string, Stage>): Stage {
  if (word === "WORKDIR") {
    mkdirSync(join(stage.folder, rest), { recursive: true });
    return { ...stage, directory: rest };
  }
  if (word === "USER") return { ...stage, user: rest };
  if (word === "CMD") return { ...stage, command: JSON.parse(rest) };
  if (word === "ENV") {
    const pairs = rest.split(" ").map((pair) => pair.split("="));
    return { ...stage, variables: { ...stage.variables, ...Object.fromEntries(pairs) } };
  }
  const [, from, source, target] = /^(?:--from=(\S+) )?(\S+) (\S+)$/.exec(rest) ?? [];
  if (word !== "COPY" || !source) throw new Error(`unknown: ${word} ${rest}`);
  const to = join(stage.folder, posix.resolve(stage.directory, target));
  if (from) {
    const other = stages.get(from);
    if (!other) throw new Error(`there is no stage ${from}`);
    execFileSync("cp", ["-a", join(other.folder, source), to]);
  } else {
    const files = execFileSync("git", ["ls-files", "-z", "--", source], { cwd: root });
    const packed = execFileSync("tar", ["--null", "-T", "-", "-cf", "-"], {
      cwd: root,
      input: files,
      maxBuffer: 2 ** 30,
    });
    execFileSync("tar", ["-C", to, "--no-same-owner", "-xf", "-"], { input: packed });
  }
  return stage;
}

/** Where a step finds the certificates of this machine's registries, if it has others. */
const CERTIFICATES = "/tmp/certificates.pem";
const BY_CLIENT = ["SSL_CERT_FILE", "PIP_CERT", "npm_config_cafile", "NODE_EXTRA_CA_CERTS"];

const ENTER = `
set -e
root=$1 user=$2 directory=$3 offline=$4
shift 4
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
[ -z "$SSL_CERT_FILE" ] || cp "$SSL_CERT_FILE" "$root${CERTIFICATES}"
if [ "$offline" = true ]; then ip link set lo up; fi
exec chroot --userspec="$user" "$root" env -i --chdir="$directory" "$@"
`;

/**
 * Runs a command in a stage, as its user, to its end; throws with what it said when it fails.
 *
 * @param offline with no network but the loopback
 */
export async function run(stage: Stage, command: string[], offline = false): Promise<string> {
  const { folder, directory, user } = stage;
  const home = user === "root" ? "/root" : `/home/${user}`;
  const usual = {
    HOME: home,
    PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  };
  const trusted = process.env.SSL_CERT_FILE ? BY_CLIENT.map((name) => [name, CERTIFICATES]) : [];
  const all = Object.entries({ ...usual, ...stage.variables, ...Object.fromEntries(trusted) });
  const pairs = all.map(([name, value]) => `${name}=${value}`);
  const isolated = ["--mount", "--pid", "--fork", "--kill-child"];
  const namespaces = offline ? [...isolated, "--net"] : isolated;
  const args = [
    ...namespaces,
    "sh",
    "-c",
    ENTER,
    "sh",
    folder,
    user,
    directory,
    `${offline}`,
    ...pairs,
  ];
  const child = endsWithCommand(
    spawn("unshare", [...args, ...command], { stdio: ["ignore", "pipe", "pipe"] }),
  );
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      said += text;
    });
  }
  const status = await new Promise((done) => child.on("close", done));
  if (status !== 0) throw new Error(`${command.join(" ")}\n${said}`);
  return said;
}
