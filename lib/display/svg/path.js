// Lengths along paths, which jsdom does not measure: Plotly puts heads on arrows and
// numbers on contours by them. Curves are taken as 16 straight pieces.

const PIECES = 16;
/** How many numbers a command takes. */
const COUNTS = new Map(
  Object.entries({ M: 2, L: 2, T: 2, H: 1, V: 1, Q: 4, S: 4, C: 6, A: 7, Z: 0 }),
);

/** @typedef {[x: number, y: number]} Point */

/** @param {any} path an element */
function totalLength(path) {
  return measured(path).length;
}

/**
 * @param {any} path an element
 * @param {number} length from its start
 */
function pointAtLength(path, length) {
  const { points, lengths } = measured(path);
  const end = lengths.findIndex((reached) => reached >= length);
  if (end === 0 || points.length < 2) return toPoint(points[0] ?? [0, 0]);
  const at = end < 0 ? points.length - 1 : end;
  const share = Math.min(1, (length - lengths[at - 1]) / (lengths[at] - lengths[at - 1] || 1));
  return toPoint(between(points[at - 1], points[at], share));
}

/** @param {Point} point */
function toPoint([x, y]) {
  return { x, y };
}

/**
 * The path as points, and how far each is from the start.
 *
 * @param {any} path
 */
function measured(path) {
  const points = pointsOf(path.getAttribute("d") ?? "");
  let length = 0;
  const lengths = points.map(([x, y], i) => {
    if (i > 0) length += Math.hypot(x - points[i - 1][0], y - points[i - 1][1]);
    return length;
  });
  return { points, lengths, length };
}

/**
 * @param {string} d as an SVG path has it
 * @returns {Point[]}
 */
function pointsOf(d) {
  /** @type {Point[]} */
  const points = [];
  /** @type {Point} */
  let [x, y] = [0, 0];
  for (const [, command, text] of d.matchAll(/([a-z])([^a-z]*)/gi)) {
    const numbers = (text.match(/-?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?/gi) ?? []).map(Number);
    const kind = command.toUpperCase();
    const [dx, dy] = kind === command ? [0, 0] : [1, 1];
    const count = COUNTS.get(kind) ?? 0;
    if (kind === "Z" && points.length > 0) points.push(points[0]);
    for (let i = 0; count > 0 && i + count <= numbers.length; i += count) {
      const given = numbers.slice(i, i + count);
      /** @type {Point[]} */
      const corners = [[x, y]];
      if (kind === "H") corners.push([given[0] + dx * x, y]);
      else if (kind === "V") corners.push([x, given[0] + dy * y]);
      else {
        const first = kind === "A" ? 5 : 0; // an arc as its chord
        for (let k = first; k < count; k += 2)
          corners.push([given[k] + dx * x, given[k + 1] + dy * y]);
      }
      const pieces = corners.length > 2 ? PIECES : 1;
      for (let piece = 1; piece <= pieces; piece++) points.push(onCurve(corners, piece / pieces));
      [x, y] = corners[corners.length - 1];
    }
  }
  return points;
}

/**
 * De Casteljau's construction.
 *
 * @param {Point[]} corners
 * @param {number} share
 * @returns {Point}
 */
function onCurve(corners, share) {
  let at = corners;
  while (at.length > 1) at = at.slice(1).map((point, i) => between(at[i], point, share));
  return at[0];
}

/**
 * @param {Point} a
 * @param {Point} b
 * @param {number} share of the way
 * @returns {Point}
 */
function between(a, b, share) {
  return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
}

module.exports = { pointAtLength, totalLength };
