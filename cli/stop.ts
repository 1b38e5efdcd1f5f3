// Ending early, but in order: at Ctrl-C, or when nobody reads the output.

import { EXIT } from "./exit";
import { onReaderLeft } from "./output";

/** npm may pass on a signal that the terminal has already sent, some milliseconds later. */
const ONE_KEY_PRESS = 300;

export interface Stop {
  /** As a training takes it. */
  readonly signal: { readonly aborted: boolean };
  /** The exit status: 0 while nothing happened. */
  status: number;
  /** Stops with this exit status, if nothing else did before. */
  now(status: number): void;
}

/**
 * Turns the first signal into an abort; the second one ends the process.
 *
 * @param onSignal called at the first one
 */
export function stopper(onSignal: () => void): Stop {
  const controller = new AbortController();
  const stop: Stop = {
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
      stop.now(EXIT[signal]);
      onSignal();
      // With nobody listening the system ends the process, whatever it is doing.
      setTimeout(() => process.removeAllListeners(signal), ONE_KEY_PRESS).unref();
    });
  }
  onReaderLeft(() => stop.now(EXIT.SIGPIPE));
  return stop;
}
