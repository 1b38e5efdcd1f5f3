// What a hub's limits are worth: a student's kernel in a control group, as DockerSpawner,
// KubeSpawner and SystemdSpawner make one, and another student's beside it.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Client, result } from "../../kernel/client";
import { endsWithin } from "../../kernel/processes";

const ROOT = "/sys/fs/cgroup";
const MEMORY = 512 * 2 ** 20;
/** Of a processor. */
const SHARE = 0.5;
const PERIOD = 100_000;

/** Version 2, where all controllers are one tree. */
const one = existsSync(join(ROOT, "cgroup.controllers"));
const folders = (one ? [ROOT] : ["memory", "cpu"].map((name) => join(ROOT, name))).map((folder) =>
  join(folder, `gradbook-test-${process.pid}`),
);

/** Makes a group with the limits; says why not where that is not allowed. */
function makeGroup(): string {
  const settings = one
    ? { "memory.max": MEMORY, "cpu.max": `${SHARE * PERIOD} ${PERIOD}` }
    : {
        "memory.limit_in_bytes": MEMORY,
        "cpu.cfs_period_us": PERIOD,
        "cpu.cfs_quota_us": SHARE * PERIOD,
      };
  try {
    for (const folder of folders) mkdirSync(folder);
    for (const [file, value] of Object.entries(settings)) {
      const folder = folders.find((folder) => existsSync(join(folder, file)));
      if (!folder) return `${file} is not to be set here`;
      writeFileSync(join(folder, file), String(value));
    }
    return "";
  } catch (error) {
    return `no control groups: ${(error as Error).message}`;
  }
}

function removeGroup(): void {
  for (const folder of folders) if (existsSync(folder)) rmdirSync(folder);
}

const problem = makeGroup();
if (problem) removeGroup();

/** Seconds of a process's CPU time. */
function cpu(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  const [user, system] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 13);
  return (Number(user) + Number(system)) / 100;
}

describe("a student's kernel at the hub's limits", { skip: problem || false }, () => {
  let limited: Client;
  let other: Client;

  before(async () => {
    [limited, other] = [await new Client().start(), await new Client().start()];
    for (const client of [limited, other]) await client.execute("let kept = 1;");
    for (const folder of folders) writeFileSync(join(folder, "cgroup.procs"), `${limited.pid}`);
  });
  after(async () => {
    for (const client of [limited, other]) await client?.close();
    await endsWithin(limited.pid, 10);
    removeGroup();
  });

  test("does an endless loop take no more than its share, and can it be interrupted?", async () => {
    const [request] = await limited.submit(["for (;;) {}"]);
    await sleep(1000);
    const [start, before] = [performance.now(), cpu(limited.pid)];
    await sleep(4000);
    const share = (cpu(limited.pid) - before) / ((performance.now() - start) / 1000);
    assert.ok(share > 0 && share < SHARE + 0.15, `${share}`);
    assert.equal(result(await other.execute("kept + 1")), "2");
    await limited.interrupt();
    assert.equal((await limited.collect(request, 30)).reply.ename, "KeyboardInterrupt");
    assert.equal(result(await limited.execute("kept + 2")), "3");
  });

  test("does one that fills its memory end alone?", async () => {
    await limited.submit([
      "const full: Buffer[] = []; for (;;) full.push(Buffer.alloc(1 << 24, 1));",
    ]);
    assert.ok(await endsWithin(limited.pid, 60), "it goes on");
    assert.equal(result(await other.execute("kept + 3")), "4");
  });
});
