// What a cell prints reaches the notebook in pieces, cut by chance: put together
// again, so that two runs of a notebook give the same file; and as a terminal shows it
// in the end, so that a progress line is one line.

/** @typedef {{ output_type: string, name?: string, text?: string | string[] }} Output */

/**
 * @template {Output} T
 * @param {T[]} outputs of one cell
 * @returns {T[]} the same, with neighbours of one stream joined, and lines that start
 *   over after a carriage return as they end up
 */
function joinStreams(outputs) {
  /** @type {T[]} */
  const joined = [];
  for (const output of outputs) {
    const last = joined[joined.length - 1];
    const goesOn = last?.output_type === "stream" && output.output_type === "stream";
    if (goesOn && last.name === output.name) {
      last.text = [last.text ?? [], output.text ?? []].flat();
    } else {
      joined.push({ ...output });
    }
  }
  for (const output of joined) {
    if (output.output_type !== "stream") continue;
    const text = [output.text ?? []].flat().join("");
    output.text = startOver(text).split(/(?<=\n)/);
  }
  return joined;
}

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: what erases is one
/** Erases the whole line, or the rest of it. */
const ERASE_LINE = /^.*\x1b\[2K/;
const ERASE_REST = /\x1b\[0?K/g;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: what erases is one

/**
 * What is to be seen of text once it is written: a carriage return goes back to the
 * line's start, where what follows covers what is there.
 *
 * @param {string} text
 */
function startOver(text) {
  if (!text.includes("\r")) return text;
  const lines = text.split("\n").map((line) => {
    if (!line.includes("\r")) return line;
    return line.split("\r").reduce((shown, part) => {
      const plain = part.replace(ERASE_LINE, "").replace(ERASE_REST, "");
      return plain + (plain === part ? shown.slice(plain.length) : "");
    }, "");
  });
  return lines.join("\n");
}

module.exports = { joinStreams };
