// Where the full MNIST is, for tests that need it: MNIST_DIR, or a folder
// shared/mnist beside the checkout. Without either they skip, and say so.

import { existsSync } from "node:fs";
import { resolve } from "node:path";

export function fullMnistDirectory(): string | undefined {
  if (process.env.MNIST_DIR) return process.env.MNIST_DIR;
  const beside = resolve(__dirname, "..", "..", "shared", "mnist");
  return existsSync(beside) ? beside : undefined;
}
