import { settle } from "./jobs";

/** Address of a new block, 16-byte aligned. Traps when there is no memory left. */
export function allocate(bytes: usize): usize {
  settle();
  return heap.alloc(bytes);
}

export function release(address: usize): void {
  settle();
  heap.free(address);
}
