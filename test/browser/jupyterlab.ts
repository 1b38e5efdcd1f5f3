// A JupyterLab started by the project's own command, with a home of its own,
// and a real browser to look at it with.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../scripts/paths";

const TOKEN = "test";

export class JupyterLab {
  /** What the server has printed. */
  output = "";

  private constructor(
    private readonly port: number,
    private readonly home: string,
    private readonly process: ChildProcess,
  ) {}

  /** `npm start -- --no-browser` on a free port; resolves when the server answers. */
  static async start(): Promise<JupyterLab> {
    const home = mkdtempSync(join(tmpdir(), "gradbook-home-"));
    // All cells in the page, not only those in view, so that a test can count.
    const settings = join(home, "settings", "@jupyterlab", "notebook-extension");
    mkdirSync(settings, { recursive: true });
    writeFileSync(join(settings, "tracker.jupyterlab-settings"), '{ "windowingMode": "none" }');
    const port = await freePort();
    const { PYTHONPATH: _, ...rest } = process.env;
    const env = {
      ...rest,
      HOME: home,
      JUPYTERLAB_SETTINGS_DIR: join(home, "settings"),
      JUPYTERLAB_WORKSPACES_DIR: join(home, "workspaces"),
      MNIST_DIR: "", // the embedded digits, whatever else is here
    };
    const options = ["--no-browser", `--port=${port}`, `--IdentityProvider.token=${TOKEN}`];
    const server = spawn("npm", ["start", "--", ...options], { cwd: root, env, detached: true });
    const lab = new JupyterLab(port, home, server);
    for (const stream of [server.stdout, server.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        lab.output += text;
      });
    }
    await lab.answers();
    return lab;
  }

  /** The address of a file of the project in JupyterLab. */
  url(path: string): string {
    return `http://localhost:${this.port}/lab/tree/${path}?token=${TOKEN}`;
  }

  async stop(): Promise<void> {
    const ended = new Promise((done) => this.process.once("exit", done));
    if (this.process.exitCode === null) {
      process.kill(-(this.process.pid as number), "SIGTERM");
      await ended;
    }
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5 });
  }

  private async answers(): Promise<void> {
    for (let tries = 0; tries < 240; tries++) {
      if (this.process.exitCode !== null) break;
      try {
        if ((await fetch(`http://localhost:${this.port}/api?token=${TOKEN}`)).ok) return;
      } catch {}
      await new Promise((done) => setTimeout(done, 250));
    }
    await this.stop();
    throw new Error(`JupyterLab did not start:\n${this.output}`);
  }
}

/** A port that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}
