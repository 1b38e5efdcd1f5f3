// The first thing the program loads: has V8 pair neighbouring operations of the matrix
// kernels into wider ones, with the same results to the last bit. Only for this program:
// it is the whole process that gets the flag.

import { setFlagsFromString } from "node:v8";
import { PAIR } from "../lib/matrix/pair";

/** V8 compiles for this kind of processor so, from Node 24 on; others would print an error. */
if (process.arch === "x64" && Number.parseInt(process.versions.node, 10) >= 24) {
  setFlagsFromString(PAIR);
  process.execArgv.push(PAIR); // where the library looks for it
}
