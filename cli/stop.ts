// Ending early, but in order: at Ctrl-C, or when nobody reads the output.

import { onReaderLeft, SIGNAL_STATUS } from "./output";

/** npm may hand on the signal that the terminal has sent already, some milliseconds later. */
const ONE_KEY_PRESS = 300;

/**
 * Turns the first signal into an abort; the second one ends the process.
 *
 * @param onSignal called at the first one
 * @returns the signal to work with, and the exit status: 0 while nothing happened
 */
export function stopper(onSignal: () => void) {
  const controller = new AbortController();
  const stop = {
    signal: controller.signal,
    status: 0,
    now(status: number) {
      if (stop.status === 0) stop.status = status;
      controller.abort();
    },
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (stop.status !== 0) return;
      stop.now(SIGNAL_STATUS[signal]);
      onSignal();
      // With nobody listening the system ends the process, whatever it is doing.
      setTimeout(() => process.removeAllListeners(signal), ONE_KEY_PRESS).unref();
    });
  }
  onReaderLeft(() => stop.now(SIGNAL_STATUS.SIGPIPE));
  return stop;
}
