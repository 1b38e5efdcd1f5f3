// Vectors that are stored side by side, the upper one of each two first. V8 makes one store of
// two; where the lower one came first it would store that one by itself as well, in case that
// there is no memory for the upper one, and so gain nothing.

// @ts-expect-error: decorator
@inline
export function storeTwo(to: usize, s: v128, t: v128): void {
  v128.store(to, t, 16);
  v128.store(to, s);
}

// @ts-expect-error: decorator
@inline
export function storeFour(to: usize, s: v128, t: v128, u: v128, v: v128): void {
  v128.store(to, t, 16);
  v128.store(to, s);
  v128.store(to, v, 48);
  v128.store(to, u, 32);
}

// @ts-expect-error: decorator
@inline
export function storeEight(
  to: usize,
  s: v128,
  t: v128,
  u: v128,
  v: v128,
  s8: v128,
  t8: v128,
  u8: v128,
  v8: v128,
): void {
  v128.store(to, t, 16);
  v128.store(to, s);
  v128.store(to, v, 48);
  v128.store(to, u, 32);
  v128.store(to, t8, 80);
  v128.store(to, s8, 64);
  v128.store(to, v8, 112);
  v128.store(to, u8, 96);
}
