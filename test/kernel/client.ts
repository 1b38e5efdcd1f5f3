// Drives a kernel through Jupyter's own client library (client.py), in isolation
// from the Jupyter that the user has set up.
import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

/** The repository's root. */
export const root = path.resolve(__dirname, "../..");

/** The Python that Jupyter runs in. */
export const python = path.resolve(root, process.env.GRADBOOK_PYTHON ?? ".venv/bin/python");

/** A message on the iopub channel. */
export interface Published {
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: JSON from another process
  content: any;
}

/** A question to the user. */
export interface Asked {
  prompt: string;
  password: boolean;
}

/** What came of a cell. */
export interface Outcome {
  // biome-ignore lint/suspicious/noExplicitAny: JSON from another process
  reply: any;
  messages: Published[];
  seconds: number;
  /** What was put to the user. */
  asked: Asked[];
}

const folders: string[] = [];
process.on("exit", () => {
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true });
});

/** A new folder below the system's temporary one, removed when the tests end. */
export function temporaryFolder(): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "gradbook kernel ")));
  folders.push(folder);
  return folder;
}

/** A new folder with a package.json, an empty lib/ and the repository's packages. */
export function temporaryProject(): string {
  const folder = temporaryFolder();
  fs.writeFileSync(path.join(folder, "package.json"), "{}");
  fs.mkdirSync(path.join(folder, "lib"));
  fs.symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"), "dir");
  return folder;
}

/** An environment in which Jupyter sees nothing but the virtual environment. */
export function isolated(): NodeJS.ProcessEnv {
  const folder = temporaryFolder();
  const env: NodeJS.ProcessEnv = { ...process.env, JUPYTER_PREFER_ENV_PATH: "1" };
  for (const name of ["CONFIG", "DATA", "RUNTIME"]) {
    const directory = path.join(folder, name.toLowerCase());
    fs.mkdirSync(directory);
    env[`JUPYTER_${name}_DIR`] = directory;
  }
  delete env.NBGRADER_EXECUTION;
  return env;
}

/** One kernel, started by Jupyter. */
export class Client {
  private readonly process: ChildProcess;
  private readonly answers: AsyncIterator<string>;
  private silent = false;
  private ended = false;
  /** The kernel's process. */
  pid = 0;

  constructor(env: NodeJS.ProcessEnv = {}) {
    this.process = spawn(python, [path.join(__dirname, "client.py")], {
      env: { ...isolated(), ...env },
      stdio: ["pipe", "pipe", "inherit"],
    });
    if (!this.process.stdout) throw new Error("no pipe");
    this.answers = createInterface(this.process.stdout)[Symbol.asyncIterator]();
  }

  /** The seconds from the start of a kernel of its own to its first cell's result. */
  firstResult(name: string, code: string): Promise<number> {
    return this.call("first_result", { name, cwd: root, code }) as Promise<number>;
  }

  /** Starts the kernel in a folder. */
  async start(cwd = root, env: Record<string, string> = {}, name = "tslab"): Promise<this> {
    this.pid = ((await this.call("start", { cwd, env, name })) as { pid: number }).pid;
    return this;
  }

  /** Runs a cell and waits for it. */
  async execute(code: string, options: object = {}, timeout = 15): Promise<Outcome> {
    return this.converse(code, [], options, timeout);
  }

  /** Runs a cell, and answers its questions. */
  async converse(
    code: string,
    answers: string[],
    options: object = {},
    timeout = 15,
  ): Promise<Outcome> {
    return this.replied(await this.call("execute", { code, answers, options, timeout }));
  }

  /** What the last cell that was executed, or those submitted since, have asked so far. */
  asked(seconds = 0.2): Promise<Asked[]> {
    return this.call("asked", { seconds }) as Promise<Asked[]>;
  }

  /** Sends cells without waiting; returns their requests' ids. */
  submit(codes: string[], options: object = {}): Promise<string[]> {
    return this.call("submit", { codes, options }) as Promise<string[]>;
  }

  /** Waits for what comes of a cell sent by submit(). */
  async collect(request: string, timeout = 15): Promise<Outcome> {
    return this.replied(await this.call("collect", { request, timeout }));
  }

  /** All that has been published for a request so far. */
  published(request: string, seconds = 0.2): Promise<Published[]> {
    return this.call("published", { request, seconds }) as Promise<Published[]>;
  }

  /** Asks one of the client's questions: "complete", "inspect", "is_complete" … */
  // biome-ignore lint/suspicious/noExplicitAny: JSON from another process
  ask(question: string, ...args: unknown[]): Promise<any> {
    return this.call("ask", { question, arguments: args });
  }

  /** What the kernel has written to Jupyter's log so far. */
  log(): Promise<string> {
    return this.call("log", {}) as Promise<string>;
  }

  /** Interrupts the kernel the way a user does. */
  interrupt(): Promise<unknown> {
    return this.call("interrupt", {});
  }

  /** Sends the kernel's process a signal. */
  signal(name: string): Promise<unknown> {
    return this.call("signal", { name });
  }

  /** Shuts the kernel down: the reply, the seconds it took, and the kernel's stderr. */
  async shutdown(
    restart = false,
  ): Promise<{ reply: object; seconds: number | null; stderr: string }> {
    this.ended = true;
    return (await this.call("shutdown", { restart })) as never;
  }

  /** Ends the client, but not its kernel, at once. */
  kill(): void {
    this.process.kill("SIGKILL");
  }

  /** Ends kernel and client. */
  async close(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    if (!this.ended && this.pid) await this.shutdown().catch(() => {});
    this.process.stdin?.end();
  }

  /** A kernel that once gives no reply is not waited for again. */
  private replied(answer: unknown): Outcome {
    const outcome = answer as Outcome;
    this.silent ||= !outcome.reply;
    if (this.silent) throw new Error(`no reply: ${JSON.stringify(outcome.messages)}`);
    return outcome;
  }

  private async call(op: string, command: object): Promise<unknown> {
    if (this.silent && op !== "shutdown") throw new Error("the kernel has stopped replying");
    this.process.stdin?.write(`${JSON.stringify({ op, ...command })}\n`);
    const { value, done } = await this.answers.next();
    if (done) throw new Error(`the client ended at "${op}"`);
    return JSON.parse(value);
  }
}

/** The text a cell has put out on one stream. */
export function streamed(outcome: Outcome, name = "stdout"): string {
  return outcome.messages
    .filter(({ type, content }) => type === "stream" && content.name === name)
    .map(({ content }) => content.text)
    .join("");
}

/** The text of a cell's result, or null if it has none. */
export function result(outcome: Outcome): string | null {
  const found = outcome.messages.find(({ type }) => type === "execute_result");
  return found ? found.content.data["text/plain"] : null;
}

/** An error's traceback without colours. */
export function traceback(outcome: Outcome): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
  return outcome.reply.traceback.join("\n").replace(/\x1b\[\d+m/g, "");
}
