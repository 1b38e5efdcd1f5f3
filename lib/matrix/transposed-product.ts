// The product of the transpose of images with a matrix, as a gradient has it. It waits for what
// is added to it, so that both are computed in one pass.

import type { Selection } from "./images";
import { Lazy } from "./lazy";
import type { Block } from "./memory";

/** The transpose of images (D×N) times a block G, N×H. */
export class TransposedProduct extends Lazy {
  constructor(
    private readonly images: Selection,
    G: Block,
    private readonly H: number,
  ) {
    super(G);
  }

  compute(): Block {
    return this.computePlus(undefined, 0);
  }

  /**
   * With factor times another block added, if there is one.
   *
   * @throws Error when tidy() has given this back
   */
  computePlus(other: Block | undefined, factor: number): Block {
    const G = this.source();
    const block = this.room(this.images.bytes.D * this.H);
    this.images.transposeTimes(block, G, this.H, other, factor);
    return block;
  }
}
