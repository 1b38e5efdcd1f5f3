// PNG files with a palette: a third of the size that three colours a pixel take.
// Source of the format: https://www.w3.org/TR/png-3/

import { deflateSync } from "node:zlib";

/** Red, green and blue, 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number];

/** The check sum of each byte. */
const CRC = Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc >>> 0;
});

/**
 * A PNG file.
 *
 * @param pixels width × height places in the palette, row after row
 * @param palette 1 to 256 colours
 */
export function writePng(
  width: number,
  height: number,
  pixels: Uint8Array,
  palette: Color[],
): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8); // bits a pixel, and that they stand for colours of the palette
  const rows = new Uint8Array((width + 1) * height); // a 0 before each: it is not filtered
  for (let row = 0; row < height; row++) {
    rows.set(pixels.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  }
  return Buffer.concat([
    Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10),
    chunk("IHDR", header),
    chunk("PLTE", Uint8Array.from(palette.flat())),
    chunk("IDAT", deflateSync(rows, { level: 1 })), // weights are noise: more effort gains nothing
    chunk("IEND", new Uint8Array()),
  ]);
}

/** Length, type, data and their check sum. */
function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(data.length + 12);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, "latin1");
  bytes.set(data, 8);
  let crc = 0xffffffff;
  for (const byte of bytes.subarray(4, -4)) crc = CRC[(crc ^ byte) & 255] ^ (crc >>> 8);
  bytes.writeUInt32BE((crc ^ 0xffffffff) >>> 0, data.length + 8);
  return bytes;
}
