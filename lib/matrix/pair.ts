/** V8's option to pair neighbouring operations: some kernels have another form for it. */
export const PAIR = "--experimental-wasm-revectorize";
