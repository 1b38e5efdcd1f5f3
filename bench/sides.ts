// Who runs: how each peer is started, on one thread and as it is by default.

import { join } from "node:path";
import type { Job } from "./job";

export interface Side {
  name: string;
  /** What numbers it computes with. */
  numbers: "float64" | "float32";
  command: (python: string) => string[];
  env?: NodeJS.ProcessEnv;
  threads: Job["threads"];
  /** So slow that it runs one epoch, once. */
  slow?: boolean;
}

const peers = join(__dirname, "peers");
const compiled = join(__dirname, "dist", "bench", "peers");
const inPython = (file: string) => (python: string) => [python, join(peers, file)];
const inNode = (file: string) => () => [process.execPath, join(peers, file)];

// For each library's own threads, and for those of the BLAS below it.
const ONE_THREAD = {
  GRADBOOK_THREADS: "1",
  OPENBLAS_NUM_THREADS: "1",
  OMP_NUM_THREADS: "1",
  MKL_NUM_THREADS: "1",
  XLA_FLAGS: "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
};

/** On one thread, and as it is by default. */
export function both(side: Omit<Side, "threads">): Side[] {
  return [
    { ...side, name: `${side.name}, one thread`, env: ONE_THREAD, threads: 1 },
    { ...side, name: `${side.name}, default`, threads: 0 },
  ];
}

const numbers = "float64" as const;
const gradbook = () => [process.execPath, join(compiled, "gradbook.js")];
export const [OURS_ONE, OURS] = both({ name: "Gradbook", numbers, command: gradbook });
export const [NUMPY_ONE, NUMPY] = both({
  name: "NumPy",
  numbers,
  command: inPython("numpy_peer.py"),
});
const SKLEARN = both({ name: "scikit-learn", numbers, command: inPython("sklearn_peer.py") });
export const [TORCH_ONE, TORCH] = both({
  name: "PyTorch",
  numbers: "float32",
  command: inPython("torch_peer.py"),
});

export const USUAL: Side[] = [OURS_ONE, NUMPY_ONE, OURS, NUMPY, ...SKLEARN];

export const MORE: Side[] = [
  TORCH_ONE,
  TORCH,
  ...both({ name: "JAX", numbers: "float32", command: inPython("jax_peer.py") }),
  { name: "jax-js (WebAssembly)", numbers: "float32", command: inNode("jax-js.mjs"), threads: 1 },
  {
    name: "TensorFlow.js (WebAssembly)",
    numbers: "float32",
    command: inNode("tfjs.mjs"),
    threads: 0,
    slow: true,
  },
  { name: "numpy-ts", numbers, command: inNode("numpy-ts.mjs"), threads: 0, slow: true },
  { name: "plain ml-matrix", numbers, command: inNode("ml-matrix.mjs"), threads: 0, slow: true },
];

export const PHASES: Record<"Gradbook" | "NumPy", Side> = {
  Gradbook: {
    ...OURS_ONE,
    command: () => [process.execPath, join(compiled, "gradbook-phases.js")],
  },
  NumPy: { ...NUMPY_ONE, command: inPython("numpy_phases.py") },
};
