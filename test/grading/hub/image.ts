// npm run test:image: the Dockerfile's steps, from a plain Debian to a student's server, and
// what a pod is to find. Debian's debootstrap makes the plain root folder.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Tools } from "../../../grading/handout/course";
import { makeHandout } from "../../../grading/handout/make";
import { root } from "../../../scripts/paths";
import { removeFolders, temporaryFolder } from "../student";
import { build, readSteps, run, type Stage } from "./dockerfile";
import { LOOK, type LookFor, type Seen, secretsOfProject } from "./secrets";

const SUITE = "trixie";
const FILE = join(root, "grading", "hub", "Dockerfile");

/** Where the steps cannot be run: why; else false. */
function problem(): string | false {
  if (process.platform !== "linux") return "a root folder of its own needs Linux";
  if (process.getuid?.() !== 0) return "only root may chroot";
  const { error } = spawnSync("debootstrap", ["--version"]);
  return error ? "debootstrap is not installed (apt install debootstrap)" : false;
}

/** Registers the tests, which then run one by one. */
export function main(_args: string[], tools: Tools): void {
  describe("the image", { skip: problem() }, () => {
    const work = mkdtempSync(join(tmpdir(), "gradbook-image-"));
    let image: Stage;
    let handout = "";

    before(async () => {
      ({ folder: handout } = await makeHandout(tools, temporaryFolder()));
    });
    after(() => {
      rmSync(work, { recursive: true, force: true });
      removeFolders();
    });

    test("do all steps run in a plain Debian?", { timeout: 1_800_000 }, async (t) => {
      const steps = readSteps(readFileSync(FILE, "utf8"));
      assert.equal(steps[0].rest, `debian:${SUITE}-slim AS base`);
      const base = join(work, "debian");
      execFileSync("debootstrap", ["--variant=minbase", SUITE, base, mirror()], { stdio: "pipe" });
      t.diagnostic(`${megabytes(base)} MB  a plain Debian`);
      image = await build(steps, base, work, (line) => t.diagnostic(line));
      t.diagnostic(`${megabytes(image.folder)} MB  the image`);
      assert.deepEqual(image.command, ["jupyterhub-singleuser"]);
    });

    test("is it the user's that the chart starts, with JupyterHub's own server?", async () => {
      assert.match(await run(image, ["id"]), /^uid=1000\(jovyan\) gid=100\(users\)/);
      const version = await run(image, [...image.command, "--version"]);
      const pinned = /jupyterhub==(\S+)/.exec(readFileSync(pins(), "utf8"))?.[1];
      assert.equal(version.trim(), pinned);
    });

    test("does a handout run there as it was fetched, and install nothing?", async () => {
      const home = join(image.folder, "home", "jovyan", "mlp");
      cpSync(handout, home, { recursive: true });
      execFileSync("chown", ["-R", "1000:100", home]);
      // Without a network, so that nothing could be installed; status 1 is for what is not solved.
      const command = "npm --prefix mlp test || [ $? = 1 ]";
      const said = await run(image, ["sh", "-c", command], true);
      assert.match(said, /\n0 of 11 questions pass\./);
      assert.doesNotMatch(said, /Installing/);
    });

    test("has it nothing of the solutions, and nothing that its user could change?", async () => {
      assert.ok(!existsSync(join(image.folder, "gradbook")));
      const folders = ["/opt/jupyter/share", "/etc", "/srv", "/root", "/usr/local"];
      const look: LookFor = { folders, lines: secretsOfProject(), text: "" };
      const seen: Seen = JSON.parse(
        await run(image, ["python3", "-c", LOOK, JSON.stringify(look)]),
      );
      assert.ok(seen.readable.some((file) => file.endsWith("/kernel/main.js")));
      assert.deepEqual([seen.found, seen.writable], [{}, []]);
    });
  });
}

const pins = () => join(root, "grading", "hub", "environment.yml");

/** Where this Debian has its packages from, or all have. */
function mirror(): string {
  const args = ["indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"];
  const { stdout } = spawnSync("apt-get", args, { encoding: "utf8" });
  const own = stdout?.split("\n").find((uri) => uri.endsWith("/debian/"));
  return own ?? "http://deb.debian.org/debian/";
}

function megabytes(folder: string): string {
  return execFileSync("du", ["-sxm", folder], { encoding: "utf8" }).split("\t")[0];
}
