// Rows of numbers as a grid of small images.

import type { AbstractMatrix } from "ml-matrix";
import { type Color, writePng } from "../formats/png";

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
  return layOut(images, padding, 0, (image) => {
    const low = Math.min(...image);
    const high = Math.max(...image);
    return image.map((value) => (high > low ? (255 * (value - low)) / (high - low) : 128));
  });
}

/** A grid on one scale for all of its images. */
export interface DivergingImage extends GreyImage {
  /** What the ends of the scale stand for: 0 is -limit or less, 127 is 0, 254 limit or more. */
  limit: number;
}

/**
 * The same grid on one scale for all images, so that signs and sizes can be
 * compared. It ends at three times the root mean square of all values; the few
 * that are beyond have the colours of its ends. Padding is 255.
 *
 * @throws RangeError as `visualizeGrid` does
 */
export function divergingGrid(images: AbstractMatrix, padding = 3): DivergingImage {
  const limit = (3 * images.norm()) / Math.sqrt(images.rows * images.columns);
  const toPixel = (value: number) =>
    limit > 0 ? 127 + 127 * Math.min(Math.max(value / limit, -1), 1) : 127;
  const grid = layOut(images, padding, 255, (image) => image.map(toPixel));
  return { ...grid, limit };
}

/** Puts images beside and below each other, each first turned into pixels, 0 to 255. */
function layOut(
  images: AbstractMatrix,
  padding: number,
  background: number,
  toPixels: (image: number[]) => number[],
): GreyImage {
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
  const pixels = new Uint8Array(width * height).fill(background);
  for (let k = 0; k < K; k++) {
    const image = images.getRow(k);
    const bad = image.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) {
      throw new RangeError(
        `visualizeGrid: image ${k} holds a value that is not finite, ${image[bad]} at pixel ${bad}`,
      );
    }
    const left = (k % across) * (side + padding);
    const top = Math.floor(k / across) * (side + padding);
    const values = toPixels(image);
    for (let row = 0, i = 0; row < side; row++) {
      const start = (top + row) * width + left;
      for (let column = 0; column < side; column++)
        pixels[start + column] = Math.round(values[i++]);
    }
  }
  return { width, height, pixels };
}

const GREYS: Color[] = Array.from({ length: 256 }, (_, grey) => [grey, grey, grey]);

/**
 * A PNG file of the image, each pixel enlarged to scale×scale: a browser that
 * enlarges an image smooths it, and the pixels are what is to be seen.
 *
 * @param palette the colour of each value, instead of greys
 */
export function encodePng(
  { width, height, pixels }: GreyImage,
  scale: number,
  palette = GREYS,
): Uint8Array {
  if (scale === 1) return writePng(width, height, pixels, palette);
  const enlarged = new Uint8Array(width * scale * height * scale);
  for (let row = 0; row < height * scale; row++) {
    for (let column = 0; column < width * scale; column++) {
      const pixel = pixels[Math.floor(row / scale) * width + Math.floor(column / scale)];
      enlarged[row * width * scale + column] = pixel;
    }
  }
  return writePng(width * scale, height * scale, enlarged, palette);
}
