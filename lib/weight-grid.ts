// Rows of numbers as a grid of small grey images.

import type { AbstractMatrix } from "ml-matrix";
import { PNG } from "pngjs";

/** Grey pixels, row after row, 0 black to 255 white. */
export interface GreyImage {
  /** Pixels in a row. */
  width: number;
  /** Rows. */
  height: number;
  /** width × height bytes. */
  pixels: Uint8Array;
}

/**
 * Lays square images out in a grid as square as possible, left to right and
 * top to bottom. Each image is scaled on its own, its least value black, its
 * largest white; padding and empty places are black.
 *
 * @param images K×S², a square image of side S in each row
 * @param padding pixels between neighbours
 * @throws RangeError when a row is no square image, there is none, or a value is not finite
 *
 * @example
 * ```ts
 * import { encodePng, TwoLayerMLP, visualizeGrid } from "gradbook";
 * import { writeFileSync } from "node:fs";
 *
 * const { W1 } = new TwoLayerMLP(784, 64, 10).params;
 * const image = visualizeGrid(W1.transpose());
 * console.log(image.width, image.height); // 245 245
 * writeFileSync("weights.png", encodePng(image, 3));
 * ```
 */
export function visualizeGrid(images: AbstractMatrix, padding = 3): GreyImage {
  const K = images.rows;
  const side = Math.sqrt(images.columns);
  if (K === 0 || side === 0 || !Number.isInteger(side)) {
    throw new RangeError(
      `visualizeGrid: images is ${K}×${images.columns}, but must have at least one row, each a square image`,
    );
  }
  const across = Math.ceil(Math.sqrt(K));
  const down = Math.ceil(K / across);
  const width = across * side + (across - 1) * padding;
  const height = down * side + (down - 1) * padding;
  const pixels = new Uint8Array(width * height);
  for (let k = 0; k < K; k++) {
    const image = images.getRow(k);
    const low = Math.min(...image);
    const high = Math.max(...image);
    if (!Number.isFinite(high - low)) {
      throw new RangeError(`visualizeGrid: image ${k} holds a value that is not finite`);
    }
    const left = (k % across) * (side + padding);
    const top = Math.floor(k / across) * (side + padding);
    image.forEach((value, i) => {
      const grey = high > low ? (255 * (value - low)) / (high - low) : 128;
      pixels[(top + Math.floor(i / side)) * width + left + (i % side)] = Math.round(grey);
    });
  }
  return { width, height, pixels };
}

/**
 * A PNG file of the image, each pixel enlarged to scale×scale: a browser that
 * enlarges an image smooths it, and the pixels are what is to be seen.
 */
export function encodePng({ width, height, pixels }: GreyImage, scale: number): Uint8Array {
  const png = new PNG({ width: width * scale, height: height * scale, colorType: 0 });
  for (let row = 0; row < png.height; row++) {
    for (let column = 0; column < png.width; column++) {
      const grey = pixels[Math.floor(row / scale) * width + Math.floor(column / scale)];
      const at = 4 * (row * png.width + column);
      png.data.fill(grey, at, at + 3);
      png.data[at + 3] = 255;
    }
  }
  return PNG.sync.write(png, { colorType: 0 });
}
