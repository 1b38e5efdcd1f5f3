// A JupyterLab that `npm start` has opened, for tests.

import { spawn } from "node:child_process";
import { once } from "node:events";

const QUIET = ["--no-browser", "--ServerApp.port=0", "--IdentityProvider.token=secret"];

/**
 * Runs `npm start` in a folder until `use` is done.
 *
 * @param use is given what fetches a page of the server's, and what has been said so far
 */
export async function withLab<T>(
  folder: string,
  use: (get: (path: string) => Promise<Response>, said: () => string) => Promise<T>,
  { args = [], env = {} }: { args?: string[]; env?: NodeJS.ProcessEnv } = {},
): Promise<T> {
  const lab = spawn(process.execPath, ["scripts/start.js", ...QUIET, ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
  });
  try {
    let said = "";
    const url = await new Promise<string>((resolve, reject) => {
      lab.stderr.setEncoding("utf8").on("data", (text) => {
        said += text;
        const found = /http:\/\/(?:127\.0\.0\.1|localhost):\d+/.exec(said);
        if (found) resolve(found[0]);
      });
      lab.on("exit", () => reject(new Error(said)));
    });
    return await use(
      (path) => reach(`${url}${path}?token=secret`),
      () => said,
    );
  } finally {
    lab.kill();
    if (lab.exitCode === null) await once(lab, "exit");
  }
}

/** The server names its address before it answers there. */
async function reach(url: string): Promise<Response> {
  for (let tries = 0; ; tries++) {
    try {
      return await fetch(url);
    } catch (error) {
      if (tries === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
