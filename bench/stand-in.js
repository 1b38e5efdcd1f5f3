#!/usr/bin/env node
// Stands in for the grading program on a worker (GRADBOOK_NODE): answers each submission at
// once with what one of its kind was given before (GRADBOOK_REPLIES, a line for each kind).

const { readFileSync } = require("node:fs");
const { createInterface } = require("node:readline");

const replies = readFileSync(process.env.GRADBOOK_REPLIES ?? "", "utf8")
  .trimEnd()
  .split("\n");
let ready = false;
createInterface(process.stdin).on("line", (line) => {
  const [, number] = /^\{"submission":\{"student":"student(\d+)"/.exec(line) ?? [];
  if (ready) process.stdout.write(`${replies[Number(number) % replies.length]}\n`);
  else process.stdout.write("ready\n"); // the first line is the reference
  ready = true;
});
