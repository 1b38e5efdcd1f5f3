// What a cell prints reaches the notebook in pieces, cut by chance: put together
// again, so that two runs of a notebook give the same file.

/** @typedef {{ output_type: string, name?: string, text?: string | string[] }} Output */

/**
 * @template {Output} T
 * @param {T[]} outputs of one cell
 * @returns {T[]} the same, with neighbours of one stream joined
 */
function joinStreams(outputs) {
  /** @type {T[]} */
  const joined = [];
  for (const output of outputs) {
    const last = joined[joined.length - 1];
    const goesOn = last?.output_type === "stream" && output.output_type === "stream";
    if (goesOn && last.name === output.name) {
      last.text = [last.text ?? [], output.text ?? []]
        .flat()
        .join("")
        .split(/(?<=\n)/);
    } else {
      joined.push({ ...output });
    }
  }
  return joined;
}

module.exports = { joinStreams };
