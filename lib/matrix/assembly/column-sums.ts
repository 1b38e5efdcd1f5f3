/** sums (32-bit integers) += each column's sum of n rows of `width` bytes; n is at most 256. */
export function addColumnSums(sums: usize, bytes: usize, n: i32, width: i32): void {
  let j = 0;
  for (; j + 16 <= width; j += 16, sums += 64) {
    let low = i16x8.splat(0);
    let high = i16x8.splat(0);
    for (let i = 0; i < n; i++) {
      const x = v128.load(bytes + <usize>i * width + j);
      low = i16x8.add(low, i16x8.extend_low_i8x16_u(x));
      high = i16x8.add(high, i16x8.extend_high_i8x16_u(x));
    }
    addTo(sums, i32x4.extend_low_i16x8_u(low));
    addTo(sums + 16, i32x4.extend_high_i16x8_u(low));
    addTo(sums + 32, i32x4.extend_low_i16x8_u(high));
    addTo(sums + 48, i32x4.extend_high_i16x8_u(high));
  }
  for (; j < width; j++, sums += 4) {
    let sum = load<u32>(sums);
    for (let i = 0; i < n; i++) sum += load<u8>(bytes + <usize>i * width + j);
    store<u32>(sums, sum);
  }
}

function addTo(sums: usize, x: v128): void {
  v128.store(sums, i32x4.add(v128.load(sums), x));
}
