// Images of digits from PNG and IDX files, as MNIST has them: 28×28 bytes, the
// digit white (255) on black (0).

import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { PNG } from "pngjs";
import { readIdx } from "../lib/formats/idx";
import { PIXELS } from "../lib/mnist";

const SIDE = 28;
/** A PNG of few bytes can stand for any number of pixels. */
const LARGEST_SIDE = 4096;
const IDX_START = "0000";
const GZIP_START = "1f8b";
const PNG_SIGNATURE = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");

/** An image, and what it is called in the output. */
export interface Digit {
  name: string;
  pixels: Uint8Array; // 784
}

/**
 * The images of a file: one of a PNG, all of an IDX file, gzipped or not.
 *
 * @param invert for digits that are dark on light
 * @throws Error naming the file and what was expected
 */
export function readDigits(path: string, invert: boolean): Digit[] {
  const bytes = readFileSync(path);
  if (bytes.subarray(0, 8).equals(PNG_SIGNATURE)) {
    return [{ name: path, pixels: fromPng(path, bytes, invert) }];
  }
  const start = bytes.toString("hex", 0, 2);
  if (start !== IDX_START && start !== GZIP_START) {
    throw new Error(`${path} is neither a PNG image nor an IDX file of images`);
  }
  const pixels = readIdx(dirname(path), basename(path), [undefined, SIDE, SIDE]);
  return Array.from({ length: pixels.length / PIXELS }, (_, n) => ({
    name: `${path}[${n}]`,
    pixels: pixels.slice(n * PIXELS, (n + 1) * PIXELS).map((byte) => (invert ? 255 - byte : byte)),
  }));
}

function fromPng(path: string, bytes: Buffer, invert: boolean): Uint8Array {
  const [width, height] =
    bytes.length < 24 ? [0, 0] : [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (width !== height || width < SIDE || width > LARGEST_SIDE) {
    throw new Error(
      `${path} is ${width}×${height} pixels, expected a square of ${SIDE} to ${LARGEST_SIDE}`,
    );
  }
  let data: Buffer;
  try {
    ({ data } = PNG.sync.read(bytes));
  } catch (error) {
    throw new Error(`${path} is a damaged PNG image: ${(error as Error).message}`, {
      cause: error,
    });
  }
  const ink = (x: number, y: number) => {
    const [red, green, blue, alpha] = data.subarray(4 * (y * width + x), 4 * (y * width + x + 1));
    const grey = 0.299 * red + 0.587 * green + 0.114 * blue; // luma, ITU-R BT.601
    // Where the image is transparent there is background, which is 0.
    return ((invert ? 255 - grey : grey) * alpha) / 255;
  };
  return shrink(ink, width);
}

/** The mean of what lies under each of the 28×28 pixels, parts of a pixel counted as such. */
function shrink(value: (x: number, y: number) => number, side: number): Uint8Array {
  const scale = side / SIDE;
  const pixels = new Float64Array(PIXELS);
  // A pixel of the larger image lies under at most two of the smaller one in each direction.
  const parts = Array.from({ length: side }, (_, x): [number, number][] => {
    const first = Math.min(Math.floor(x / scale), SIDE - 1);
    const inFirst = Math.min((first + 1) * scale - x, 1);
    return [
      [first, inFirst],
      [Math.min(first + 1, SIDE - 1), 1 - inFirst],
    ];
  });
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const v = value(x, y) / scale ** 2;
      for (const [row, a] of parts[y])
        for (const [column, b] of parts[x]) pixels[row * SIDE + column] += a * b * v;
    }
  }
  return Uint8Array.from(pixels, Math.round);
}
