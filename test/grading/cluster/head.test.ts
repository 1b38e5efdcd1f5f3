// What the head makes of what comes from the cluster, and which schedulers it takes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { checkAddress } from "../../../grading/cluster/address";
import { Exchange, type Task } from "../../../grading/cluster/head";
import type { Graded } from "../../../grading/marks/grade-one";
import { packReply } from "../../../grading/one/travel";
import type { Submission } from "../../../grading/submission/submission";

const graded = (points: number): Graded => ({
  scores: { "q11-check": { points, remark: "", crashed: false } as never },
  notebooks: new Map(),
  remarks: [],
  reading: "clear",
  waiting: {},
  documents: {},
});

/** An exchange about these students, and what it has said. */
function exchange(...students: string[]) {
  const said: string[] = [];
  const sent: string[] = [];
  const tasks = students.map((student): Task => {
    const submission: Submission = {
      student,
      notebooks: new Map(),
      modules: {},
      remarks: [],
      reading: "clear",
      suspicions: [],
      beside: null,
      documents: {},
    };
    const manner = { scoresOnly: true, cell: 1, reading: 1 };
    const read = () => {
      if (student === "broken") throw new Error("it cannot be read");
      return { submission, manner, fingerprint: "f".repeat(64) };
    };
    return { student, read };
  });
  const reports = {
    graded: ({ student }: Task, _: string, { scores }: Graded) => {
      said.push(`${student}: ${scores["q11-check"].points}`);
    },
    failed: ({ student }: Task, why: string) => said.push(`${student} failed: ${why}`),
    workers: (count: number) => said.push(`${count} workers`),
    note: (text: string) => said.push(text),
  };
  const made = new Exchange(tasks, reports as never, (line) => sent.push(line));
  const key = (k: number) => sent[k].split("\t")[0];
  const take = (message: object, payload = "") =>
    made.take(JSON.stringify(message) + (payload && `\t${payload}`));
  return { said, sent, key, take };
}

test("is each submission given once, and then that there are no more?", () => {
  const { sent, take } = exchange("a", "b");
  for (let k = 0; k < 4; k++) take({ want: true });
  assert.deepEqual(
    sent.map((line) => line && JSON.parse(line.split("\t")[1]).submission.student),
    ["a", "b", "", ""],
  );
});

test("does the first of two results count, and a different second one get said?", () => {
  const { said, key, take } = exchange("a");
  take({ want: true });
  for (const points of [3, 3, 2]) take({ graded: key(0) }, packReply({ graded: graded(points) }));
  assert.deepEqual(said, [
    "a: 3",
    "a: two workers have given different scores; the first ones count",
  ]);
});

test("does a submission that is given up, or cannot be read, cost itself only?", () => {
  const { said, key, take } = exchange("broken", "a", "b");
  take({ want: true });
  take({ want: true });
  take({ failed: key(0), why: "it has ended its worker 3 times" });
  take({ graded: key(1) }, packReply({ graded: graded(1) }));
  assert.deepEqual(said, [
    "broken failed: it cannot be read",
    "a failed: it has ended its worker 3 times",
    "b: 1",
  ]);
});

test("is a result that comes after all taken no second time for a failure?", () => {
  const { said, key, take } = exchange("a");
  take({ want: true });
  take({ graded: key(0) }, packReply({ graded: graded(1) }));
  take({ failed: key(0), why: "late" });
  assert.deepEqual(said, ["a: 1"]);
});

test("which schedulers are taken?", () => {
  assert.equal(checkAddress("tls://head.example.org:8786", false), "");
  for (const host of ["127.0.0.1", "localhost", "[::1]", "127.8.8.8"]) {
    assert.match(checkAddress(`tcp://${host}:8786`, false), /WARNING/);
  }
  assert.match(checkAddress("tcp://10.0.0.7:8786", true), /WARNING/);
  for (const host of ["10.0.0.7", "localhost.example.org", "127.example.org"]) {
    assert.throws(() => checkAddress(`tcp://${host}:8786`, false), /--unencrypted/);
  }
  for (const nonsense of ["", "head:8786", "http://head:8786", "tls://head", "tls://:1"]) {
    assert.throws(() => checkAddress(nonsense, true), /must be an address/);
  }
  assert.throws(() => checkAddress("no-such-cluster.py", false), /there is no such file/);
});
