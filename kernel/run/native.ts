// Node's own timers and exit, kept before cells get guarded ones in their place.

/** Node's setTimeout. */
export const setTimeout = globalThis.setTimeout;
/** Node's clearTimeout. */
export const clearTimeout = globalThis.clearTimeout;
/** Node's setInterval. */
export const setInterval = globalThis.setInterval;
/** Node's setImmediate. */
export const setImmediate = globalThis.setImmediate;
/** Ends the process. */
export const exit = process.exit.bind(process);

/** Resolves in a later turn of the event loop. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Resolves after `milliseconds`. */
export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
