/** Address of a new block, 16-byte aligned. Traps when there is no memory left. */
export function allocate(bytes: usize): usize {
  return heap.alloc(bytes);
}

export function release(address: usize): void {
  heap.free(address);
}

/** Gives back what follows the first `bytes` of a block, which stays where it is. */
export function shrink(address: usize, bytes: usize): void {
  heap.realloc(address, bytes);
}
