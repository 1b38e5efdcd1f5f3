import type { Lazy, Multiple } from "./lazy";
import type { Block } from "./memory";

export interface Shape {
  rows: number;
  columns: number;
}

/** "3×4", as errors name shapes. */
export function shapeOf({ rows, columns }: Shape): string {
  return `${rows}×${columns}`;
}

/** A matrix, as operations see it. */
export interface Operand extends Shape {
  /** What it is to be computed from; undefined once it is. */
  readonly lazy: Lazy | undefined;
  /** Its numbers, computed now if they were not yet. */
  block(): Block;
  /** Its numbers, to be changed. */
  changing(): Block;
  /** Adds a multiple of a matrix, or subtracts it. */
  addMultiple(of: Multiple, sign: 1 | -1): void;
}
