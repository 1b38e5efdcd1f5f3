// One output, in several MIME types, shown by the kernel that runs this.

import { randomUUID } from "node:crypto";

/** What is shown: an entry a MIME type, binary as base64, JSON as an object; text/plain always. */
export type Bundle = Record<string, unknown> & { "text/plain": string };

/** Text alternatives, for the readers that know of them. */
export type Metadata = Record<string, { alt: string }>;

/**
 * Whether someone may watch while this runs. Grading executes notebooks without
 * frames of live charts and without SVGs: it draws those itself, for the whole class.
 * A handout's `npm test` shows no figures at all.
 */
export const WATCHED = process.env.GRADBOOK_UNWATCHED !== "1";

/** Whether figures get their static SVG here. In a browser the page adds it to what is shown. */
export const DRAWS_SVG = WATCHED && process.env.GRADBOOK_SVG !== "page";

/** Whether a notebook's kernel runs this. */
export function inNotebook(): boolean {
  return tslabDisplay() !== undefined;
}

/**
 * Shows a bundle in the running cell. Outside a notebook there is nothing to
 * show it in: its text is printed.
 */
export function display(bundle: Bundle, metadata: Metadata = {}): void {
  const write = tslabDisplay();
  if (write) write({ data: bundle, metadata, transient: {} }, false);
  else console.log(bundle["text/plain"]);
}

/** An output of a notebook that takes the place of what it showed before. */
export class Output {
  private readonly id = randomUUID();
  private shown = false;

  /** Shows a bundle, or replaces the one that is shown. */
  show(bundle: Bundle, metadata: Metadata = {}): void {
    tslabDisplay()?.({ data: bundle, metadata, transient: { display_id: this.id } }, this.shown);
    this.shown = true;
  }
}

type Write = (content: object, isUpdate: boolean) => void;

/** tslab's writer, if tslab runs this: looked up, not imported, since a script has no use for it. */
function tslabDisplay(): Write | undefined {
  const path = Object.keys(require.cache).find((file) =>
    /tslab[\\/]dist[\\/]jupyter\.js$/.test(file),
  );
  return path === undefined ? undefined : require.cache[path]?.exports.lastWriteDisplayData;
}
