// The mutants of lib/mlp.ts against the project's own tests, each in a copy of lib.

import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../scripts/paths";
import type { Mutant } from "./make";

/** What a test run of a sound lib/mlp.ts does not take, in seconds. */
const LIMIT = 120;

export type Tested = "caught" | "passed" | "did not end";

/** A copy of lib and its tests, to be changed. */
export class Copy {
  private readonly folder = mkdtempSync(join(tmpdir(), "gradbook-mutant-"));

  constructor() {
    for (const name of ["lib", "test/lib", "package.json", "tsconfig.json"]) {
      cpSync(join(root, name), join(this.folder, name), { recursive: true });
    }
    symlinkSync(join(root, "node_modules"), join(this.folder, "node_modules"), "junction");
  }

  /** Runs the network's tests on a mutant. */
  async test({ text }: Mutant): Promise<Tested> {
    writeFileSync(join(this.folder, "lib/mlp.ts"), text);
    const child = spawn(
      process.execPath,
      ["--import", "tsx", "--test", "--test-reporter=dot", "test/lib/mlp.test.ts"],
      { cwd: this.folder, stdio: "ignore", env: withoutTestContext() },
    );
    let late = false;
    const clock = setTimeout(() => {
      late = true;
      child.kill("SIGKILL");
    }, 1000 * LIMIT);
    const status = await new Promise<number | null>((done) => child.on("close", done));
    clearTimeout(clock);
    if (late) return "did not end";
    return status === 0 ? "passed" : "caught";
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A test run inside another one would report to it. */
function withoutTestContext(): NodeJS.ProcessEnv {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return env;
}
