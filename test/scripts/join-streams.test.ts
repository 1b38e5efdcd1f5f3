// How what a cell prints is kept in a notebook and shown on its page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { joinStreams } from "../../scripts/join-streams";

/** The texts of outputs that were stored as these pieces of stdout. */
const kept = (...pieces: (string | string[])[]) =>
  joinStreams(pieces.map((text) => ({ output_type: "stream", name: "stdout", text }))).map(
    ({ text }) => text,
  );

test("are pieces of one stream put together, and streams kept apart?", () => {
  const stream = (name: string, text: string) => ({ output_type: "stream", name, text });
  const result = { output_type: "execute_result" };
  assert.deepEqual(
    joinStreams([
      stream("stdout", "a"),
      stream("stdout", "b\nc"),
      stream("stderr", "d"),
      result,
      stream("stdout", "e"),
    ]),
    [
      { output_type: "stream", name: "stdout", text: ["ab\n", "c"] },
      { output_type: "stream", name: "stderr", text: ["d"] },
      result,
      { output_type: "stream", name: "stdout", text: ["e"] },
    ],
  );
});

test("is a progress line one line, however it is cut into pieces?", () => {
  const line = "\r 9 %\r10 %\r100 %\ndone\n";
  assert.deepEqual(kept(line), [["100 %\n", "done\n"]]);
  for (let cut = 1; cut < line.length; cut++) {
    assert.deepEqual(kept(line.slice(0, cut), [line.slice(cut)]), [["100 %\n", "done\n"]]);
  }
});

test("does what a shorter line leaves uncovered stay, unless it is erased?", () => {
  assert.deepEqual(kept("epoch 10\rEnd"), [["Endch 10"]]);
  assert.deepEqual(kept("epoch 10\r\x1b[KEnd"), [["End"]]);
  assert.deepEqual(kept("epoch 10\x1b[2K\rEnd"), [["End"]]);
  assert.deepEqual(kept("a\r\nb\r"), [["a\n", "b"]]);
});
