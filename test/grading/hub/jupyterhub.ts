// A JupyterHub on a machine of its own, set up as the documentation of its parts says, and
// as The Littlest JupyterHub has it: what users run is in /opt/tljh/user.

import type { ChildProcess } from "node:child_process";
import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pythonIn, root } from "../../../scripts/paths";
import { freePort } from "../../browser/jupyterlab";
import { python } from "../../python";
import { type Layer, Machine } from "./machine";

/** Where users' servers run from. */
export const USER_ENVIRONMENT = "/opt/tljh/user";
export const PYTHON = `${USER_ENVIRONMENT}/bin/python3`;
export const EXCHANGE = "/srv/nbgrader/exchange";
export const COURSE = "ml101";
const STATE = "/srv/jupyterhub";

/** Of all users: nobody else reaches the test's hub. */
const PASSWORD = "test of the hub";

/** In /etc/jupyter, for all. */
const NBGRADER = `c = get_config()
c.CourseDirectory.course_id = "${COURSE}"
c.Exchange.root = "${EXCHANGE}"
`;

const SETTINGS = {
  // All cells in the page, not only those in view, so that a test can count.
  "@jupyterlab/notebook-extension:tracker": { windowingMode: "none" },
  "@jupyterlab/apputils-extension:notification": { fetchNews: "false" },
};

/** The machine, with the environment at its place, and the exchange that all may write to. */
export async function startMachine(environment: string): Promise<Machine> {
  const layers: Layer[] = [
    { from: environment, at: USER_ENVIRONMENT, mode: "0755" },
    // Of those with an account only the instructor has the project: see `addUsers`.
    { from: root, at: root, mode: "0750" },
  ];
  const interpreters = [pythonIn(environment), python].map((name) => realpathSync(name));
  const npm = process.env.npm_execpath ?? process.execPath;
  const seen = [process.execPath, npm, root, ...interpreters];
  const path = [join(USER_ENVIRONMENT, "bin"), dirname(process.execPath), "/usr/bin", "/bin"];
  const machine = await Machine.start(layers, seen, [...path, "/usr/sbin", "/sbin"].join(":"));
  // The environment's programs name their interpreter by the place where it was made.
  const shebang = `1s|^#!.*/python[0-9.]*|#!${PYTHON}|`;
  const programs = [join(USER_ENVIRONMENT, "bin"), "-type", "f"];
  machine.root("find", ...programs, "-exec", "sed", "-i", shebang, "{}", "+");
  machine.root("mkdir", "-p", "-m", "1777", EXCHANGE);
  write(machine, "/etc/jupyter/nbgrader_config.py", NBGRADER);
  const settings = join(USER_ENVIRONMENT, "share", "jupyter", "lab", "settings", "overrides.json");
  write(machine, settings, JSON.stringify(SETTINGS));
  return machine;
}

/** Real users; the first is the instructor, who has the project and a course. */
export function addUsers(machine: Machine, [instructor, ...students]: string[]): void {
  for (const user of [instructor, ...students]) machine.addUser(user, PASSWORD);
  machine.root("chgrp", instructor, root);
  // `npm run` renews the kernel that the project's own JupyterLab has.
  const kernels = join(root, ".venv", "share", "jupyter", "kernels");
  machine.root("chown", "-R", instructor, kernels);
}

/** Writes a file of root's that all may read. */
function write(machine: Machine, file: string, text: string): void {
  const script = 'mkdir -p "$(dirname "$1")" && cat > "$1"';
  machine.run("root", ["sh", "-c", script, "sh", file], { input: text });
}

export class JupyterHub {
  /** What it has printed. */
  output = "";

  private constructor(
    readonly url: string,
    private readonly process: ChildProcess,
  ) {
    for (const stream of [process.stdout, process.stderr]) {
      stream?.setEncoding("utf8").on("data", (text) => {
        this.output += text;
      });
    }
  }

  /**
   * Starts it; resolves when it answers.
   *
   * @param proxy the proxy's program, in the environment
   */
  static async start(machine: Machine, users: string[], proxy: string): Promise<JupyterHub> {
    machine.root("mkdir", "-p", "-m", "0700", STATE);
    const url = `http://127.0.0.1:${await freePort()}`;
    const env = {
      HUB_URL: url,
      HUB_PORT: String(await freePort()),
      PROXY_API_URL: `http://127.0.0.1:${await freePort()}`,
      NODE: process.execPath,
      PROXY: join(USER_ENVIRONMENT, proxy),
      HUB_USERS: users.join(","),
      // Root's Python would leave its compiled modules in the environment.
      PYTHONDONTWRITEBYTECODE: "1",
    };
    const config = join(root, "test", "grading", "hub", "jupyterhub_config.py");
    const command = [PYTHON, "-m", "jupyterhub", "-f", config];
    const hub = new JupyterHub(url, machine.start("root", command, { cwd: STATE, env }));
    for (let tries = 0; tries < 240; tries++) {
      if (hub.process.exitCode !== null) break;
      try {
        if ((await fetch(`${url}/hub/api`)).ok) return hub;
      } catch {}
      await sleep(250);
    }
    throw new Error(`JupyterHub did not start:\n${hub.output}`);
  }

  /** What the login page asks for. */
  credentials(user: string) {
    return { user, password: PASSWORD };
  }
}
