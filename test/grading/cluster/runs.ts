// A class graded on one machine, and again on a cluster to which something happens: the
// tables must be the same to the byte.

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../../scripts/paths";
import { Draft } from "../submissions/draft";
import { EATER, type Fault, KILLER, type Run } from "./faults";
import { Hosts } from "./hosts";

const SEED = "20";
const TABLES = ["grades.csv", "mistakes.csv"];

/** Seconds; the workers' heartbeats come each half a second. */
const PATIENCE = "10";

/** A class, and what one machine makes of it. */
export class Class {
  readonly work = mkdtempSync(join(tmpdir(), "gradbook cluster "));
  readonly submissions = join(this.work, "submissions");

  /** @param total of submissions, one of which takes all memory */
  constructor(
    readonly total: number,
    private readonly python: string,
  ) {
    for (let n = 0; n < total; n++) {
      const student = n === 1 ? EATER : n === 2 ? KILLER : `student${String(n).padStart(3, "0")}`;
      draftOf(n).write(join(this.submissions, student, "mlp"));
    }
  }

  close(): void {
    rmSync(this.work, { recursive: true, force: true });
  }

  /** On this machine's processors. */
  async here(): Promise<void> {
    const { code, said } = await this.grade("here", [], []).ended;
    assert.equal(code, 0, said());
  }

  /**
   * On a cluster of two hosts, while a fault happens. Throws unless the tables are those
   * of `here()`.
   *
   * @returns what was done and when
   */
  async onCluster(fault: Fault, workers: number): Promise<string[]> {
    const hosts = new Hosts(2, this.python);
    const notes: string[] = [];
    const begun = performance.now();
    const note = (what: string) => {
      notes.push(`${((performance.now() - begun) / 1000).toFixed(0)} s: ${what}`);
    };
    try {
      await hosts.startScheduler();
      for (const host of [1, 2]) {
        if (fault.wire) await hosts.rewire(host, fault.wire);
        hosts.startWorkers(host, workers, fault.env);
      }
      const out = fault.name.replaceAll(" ", "-");
      const start = (host: number) => hosts.startWorkers(host, workers, fault.env);
      let { code, said } = await this.run(hosts, out, fault, note, start);
      if (fault.again) {
        assert.equal(code, 1, said());
        assert.match(said(), /What was graded is kept/);
        note("the first run has ended");
        // Dask's workers end with their scheduler.
        await hosts.startScheduler();
        for (const host of [1, 2]) start(host);
        ({ code, said } = await this.run(hosts, out, {}, note, start));
        assert.match(said(), /have not changed since they were graded/);
      }
      assert.equal(code, fault.givenUp ? 1 : 0, `${said()}\n${hosts.log("worker")}`);
      note(`done, status ${code}`);
      this.compare(out, fault.givenUp);
      return notes;
    } finally {
      await hosts.close();
    }
  }

  private async run(
    hosts: Hosts,
    out: string,
    { during }: Pick<Fault, "during">,
    note: (what: string) => void,
    startWorkers: Run["startWorkers"],
  ) {
    const scheduler = ["--scheduler", hosts.address, ...hosts.tls, "--patience", PATIENCE];
    const started = this.grade(out, scheduler, hosts.onHead([]));
    let state = 7;
    const random = () => {
      state = (state * 1103515245 + 12345) % 2 ** 31;
      return state / 2 ** 31;
    };
    const { graded } = started;
    const run: Run = { hosts, graded, note, startWorkers, total: this.total, random };
    const happening = during?.(run);
    const ended = await started.ended;
    await Promise.race([happening, ended]);
    return ended;
  }

  private grade(out: string, args: string[], prefix: string[]) {
    const script = ["scripts/run-typescript.js", "grading/class/main"];
    const folders = ["--submissions", this.submissions, "--out", join(this.work, out)];
    const options = ["--seed", SEED, "--scores-only", "--cell-seconds", "20", ...args];
    const [command, ...rest] = [...prefix, process.execPath, ...script, ...folders, ...options];
    return watched(spawn(command, rest, { cwd: root, stdio: ["ignore", "pipe", "pipe"] }));
  }

  private compare(out: string, givenUp: string | undefined): void {
    for (const table of TABLES) {
      const [one, other] = ["here", out].map((folder) => join(this.work, folder, table));
      if (!existsSync(one)) continue;
      const [expected, actual] = [one, other].map((file) => {
        const lines = readFileSync(file, "utf8").split("\r\n");
        return lines.filter((line) => !givenUp || !line.startsWith(`${givenUp},`)).join("\r\n");
      });
      assert.equal(actual, expected, `${table} is another one`);
      if (!givenUp || table !== "grades.csv") continue;
      const row = readFileSync(other, "utf8").split("\r\n");
      const its = row.filter((line) => line.startsWith(`${givenUp},`));
      assert.match(its.join("\n"), /^[^\n]*failed,it has ended its worker 3 times$/);
    }
  }
}

/** Cheap ones: the trainings take seconds and are no concern here. */
function draftOf(n: number): Draft {
  const draft = new Draft();
  draft.answer({ "mnist-run": "" }).remove("mnist-sigmoid-train", "mnist-relu-train");
  if (n === 1) {
    // A byte of each page is enough, and quick: before its time is up on a busy machine.
    const all = `const kept: Buffer[] = [];
while (true) {
  const more = Buffer.alloc(2 ** 26);
  for (let i = 0; i < more.length; i += 4096) more[i] = 1;
  kept.push(more);
}`;
    return draft.prepend("q13-answer", all);
  }
  if (n % 3 === 1) draft.answer({ "q11-answer": "const dJ_da2 = h2 + y;" });
  if (n % 4 === 3) draft.solve("Q2.4", { 0: "return z1;" });
  return draft;
}

/** A run of npm run grade, whose progress can be waited for. */
function watched(child: ChildProcess) {
  let said = "";
  let count = 0;
  const waiting: { count: number; resolve: () => void }[] = [];
  const listen = (text: string) => {
    said += text;
    for (const [, done] of text.matchAll(/^(\d+) of \d+: /gm))
      count = Math.max(count, Number(done));
    for (const one of waiting) if (one.count <= count) one.resolve();
  };
  child.stdout?.setEncoding("utf8").on("data", listen);
  child.stderr?.setEncoding("utf8").on("data", listen);
  const ended = new Promise<{ code: number | null; said: () => string }>((resolve) => {
    child.on("close", (code) => {
      for (const one of waiting) one.resolve();
      resolve({ code, said: () => said });
    });
  });
  const graded: Run["graded"] = (wanted) => {
    if (count >= wanted) return Promise.resolve();
    return new Promise((resolve) => waiting.push({ count: wanted, resolve }));
  };
  return { ended, graded };
}
