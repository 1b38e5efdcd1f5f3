// Runs in the cage: puts questions to a student's compiled lib, one after the
// other, and writes each answer as a line to file descriptor 3.
//
//   node main.js LIB    the job, one JSON object, on standard input

import { readFileSync, writeSync } from "node:fs";
import { join, resolve } from "node:path";
import { toJson } from "../../../kernel/run/json";
import { type Lib, messageOf, probes } from "../../../lib/answers/probes";
import type { Answer, Job } from "../job";

async function main(folder: string): Promise<void> {
  const { inputs, asked } = JSON.parse(readFileSync(0, "utf8")) as Job;
  for (const { probe, way } of asked) {
    write({ probe, way, state: "begun" });
    try {
      const lib: Lib = {
        mlp: require(join(folder, "mlp")),
        matrix: require(join(folder, "matrix")),
      };
      write({ probe, way, state: "ok", values: await probes[probe][way](lib, inputs) });
    } catch (error) {
      write({ probe, way, state: "error", error: messageOf(error) });
    }
  }
}

// Kept from the student's code, which can put another in its place.
const send = writeSync;

function write(answer: Answer): void {
  send(3, `${toJson(answer)}\n`);
}

// What a student's code has left to be done later is no answer to anything.
process.on("uncaughtException", () => {});

void main(resolve(process.argv[2])).then(() => process.exit());
