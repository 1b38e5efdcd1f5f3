// Runs scripts in the cage of this machine.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after } from "node:test";
import { bubblewrap, bubblewrapProblem } from "../../grading/sandbox/bubblewrap";
import type { Program } from "../../grading/sandbox/program";
import { type Running, startCaged } from "../../grading/sandbox/start";

/** Why tests in the cage are skipped; false if they are not. */
export const skip = bubblewrapProblem() ?? false;

/** What a script did. */
export interface Done {
  /** Lines written to file descriptor 3. */
  lines: string[];
  running: Running;
}

/** Starts a script of Node's in the cage; `done` has what it answers, for as long as it does. */
export function start(script: string, program: Partial<Program> = {}): Done {
  const lines: string[] = [];
  const command = ["node", "-e", script];
  const onLine = (line: string) => lines.push(line);
  const running = startCaged(bubblewrap(), { command, onLine, ...program });
  return { lines, running };
}

/** Runs a script to its end. */
export async function run(script: string, program: Partial<Program> = {}) {
  const { lines, running } = start(script, program);
  const ended = await running.ended;
  return { ...ended, lines, output: running.output() };
}

/** What an expression is in the cage, as JSON hands it on. */
export async function evaluate(expression: string, program: Partial<Program> = {}) {
  const script = `
    const fs = require("fs");
    const attempt = (f) => { try { return f() } catch (error) { return error.code ?? error.message } };
    (async () => fs.writeSync(3, JSON.stringify(await ${expression}) + "\\n"))()`;
  const { lines, output } = await run(script, program);
  if (lines.length !== 1) throw new Error(output);
  return JSON.parse(lines[0]);
}

/** A new folder with these files, removed when the tests end. */
export function folderOf(files: Record<string, string>): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "gradbook caged ")));
  after(() => fs.rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

/** The host's processes with a text in their command line. */
export function processesWith(text: string): string[] {
  return fs.readdirSync("/proc").filter((name) => {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) return false;
    try {
      return fs.readFileSync(`/proc/${name}/cmdline`, "latin1").includes(text);
    } catch {
      return false;
    }
  });
}
