// The page that figures' static pictures are drawn in: Plotly, and nothing else that
// needs its Math.random.
import { drawSvg } from "../../lib/display/svg/draw";

interface Figure {
  data: object[];
  layout: { title?: { text?: string } };
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (const character of text) {
    state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return state >>> 0;
}

/** One after the other: two at once would share the numbers that their ids are made of. */
let last: Promise<unknown> = Promise.resolve();

Object.assign(window, {
  draw: (figure: Figure) => {
    const seed = hash(figure.layout.title?.text ?? "");
    const drawn = last.catch(() => {}).then(() => drawSvg(window, figure, seed));
    last = drawn;
    return drawn;
  },
});
