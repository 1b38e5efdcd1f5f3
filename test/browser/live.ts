// What is seen of live charts while a notebook runs in a page.

import assert from "node:assert/strict";
import type { Page } from "playwright-core";

/** The chart of a training that is going on. */
export const LIVE = ".jp-OutputArea-output > svg[role=img]";

interface Frame {
  heading: string;
  curves: string;
  weights: string;
}

const WATCH = `
  window.frames_ = [];
  new MutationObserver(() => {
    for (const svg of document.querySelectorAll("${LIVE}")) {
      const heading = svg.getAttribute("aria-label");
      if (window.frames_.at(-1)?.heading === heading) continue;
      const curves = [...svg.querySelectorAll("path")].map((path) => path.getAttribute("d")).join();
      const weights = svg.querySelector("image")?.getAttribute("href");
      window.frames_.push({ heading, curves, weights });
    }
  }).observe(document.body, { childList: true, subtree: true });
`;

/** Has the page keep what is to be seen of live charts from now on. */
export async function watchLive(page: Page): Promise<void> {
  await page.evaluate(WATCH);
}

/** That each of notebook 2's trainings was seen: its chart, its weights and its speed. */
export async function assertSeenLive(page: Page): Promise<void> {
  const seen: Frame[] = await page.evaluate("window.frames_");
  for (const title of ["MNIST, sigmoid", "MNIST, ReLU"]) {
    const frames = seen.filter(({ heading }) => heading.startsWith(title));
    const different = (part: keyof Frame) => new Set(frames.map((frame) => frame[part])).size;
    assert.ok(different("curves") >= 5, `${different("curves")} charts of ${title}`);
    assert.ok(different("weights") >= 5, `${different("weights")} images of ${title}'s weights`);
    const { heading } = frames[frames.length - 1];
    assert.match(heading, /· epoch \d+ of 20 · [\d,]+ images\/s · \d+ s left$/);
  }
}
