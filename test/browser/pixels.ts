// Whether there is something in a picture.

import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import { PNG } from "pngjs";

/** The share of an element's pixels that are not of its most frequent colour. */
export async function inkOf(element: Locator): Promise<number> {
  const { data } = PNG.sync.read(await element.screenshot());
  const counts = new Map<number, number>();
  for (let at = 0; at < data.length; at += 4) {
    const color = data.readUInt32BE(at);
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  return 1 - Math.max(...counts.values()) / (data.length / 4);
}

/** Each of the elements has at least an axis and a curve in it. */
export async function assertNotBlank(elements: Locator, count: number): Promise<void> {
  const all = await elements.all();
  assert.equal(all.length, count);
  for (const [k, element] of all.entries()) {
    const ink = await inkOf(element);
    assert.ok(ink > 0.01, `picture ${k} of ${count}: ${(100 * ink).toFixed(2)} % of ink`);
  }
}
