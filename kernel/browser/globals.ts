// What code of Node's finds in the global scope, put there before anything else loads.
import { Buffer } from "buffer";
import { makeConsole } from "./console";
import { makeProcess, SystemExit } from "./process";
import { immediately } from "./timers";

/** Told when a cell calls process.exit() or closes the worker. */
export const exits = { listener: (_error: Error): void => {} };

function exit(code?: number): never {
  const error = new SystemExit(`process.exit(${code ?? ""}) was called`);
  exits.listener(error);
  throw error;
}

export const process = makeProcess({}, exit);

Object.assign(globalThis, {
  Buffer,
  console: makeConsole(process.stdout, process.stderr),
  close: exit,
  global: globalThis,
  process,
  setImmediate: immediately,
});
