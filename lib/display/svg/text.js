// Where texts are in a page that nothing lays out: told from their characters,
// positions and transforms. Plotly places them by that.

/** Widths of characters in ems, as DejaVu Sans has them, the widest of the usual fonts. */
const WIDTHS = [
  { characters: "ijl.,:;|!' ", em: 0.32 },
  { characters: "frtI()[]/-", em: 0.4 },
  { characters: "mMW%@", em: 0.95 },
  { characters: "w", em: 0.82 },
  { characters: "ABCDEGHKNOPQRSUVXYZ", em: 0.7 },
];
const EM = new Map(WIDTHS.flatMap(({ characters, em }) => [...characters].map((c) => [c, em])));

/**
 * @param {string} text
 * @param {number} size of the font, in pixels
 */
function textWidth(text, size) {
  let width = 0;
  for (const character of text) width += EM.get(character) ?? 0.62;
  return width * size;
}

/**
 * What jsdom leaves at 0: the rectangle around the texts in an element.
 *
 * @param {any} element
 */
function box(element) {
  const texts = element.matches("text") ? [element] : [...element.querySelectorAll("text")];
  const corners = texts.flatMap((text) => textCorners(text));
  if (corners.length === 0) corners.push([0, 0]);
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  return { x: left, y: top, left, right, top, bottom, width: right - left, height: bottom - top };
}

/**
 * @param {any} text
 * @returns {[number, number][]}
 */
function textCorners(text) {
  const size = Number.parseFloat(inherited(text, "font-size")) || 12;
  const lines = [...text.querySelectorAll("tspan.line")];
  const said = (lines.length > 0 ? lines : [text]).map((line) => line.textContent);
  const width = Math.max(...said.map((line) => textWidth(line, size)));
  const anchor = inherited(text, "text-anchor");
  const start = anchor === "middle" ? -width / 2 : anchor === "end" ? -width : 0;
  const left = Number(text.getAttribute("x")) + start;
  const top = Number(text.getAttribute("y")) - size;
  const [right, bottom] = [left + width, top + 1.3 * size * said.length];
  /** @type {[number, number][]} */
  let corners = [
    [left, top],
    [right, top],
    [left, bottom],
    [right, bottom],
  ];
  for (let at = text; at?.getAttribute; at = at.parentNode) {
    const steps = [...(at.getAttribute("transform") ?? "").matchAll(/(\w+)\(([^)]*)\)/g)].reverse();
    for (const [, kind, numbers] of steps) {
      const given = numbers.split(/[ ,]+/).map(Number);
      corners = corners.map((corner) => moved(kind, given, corner));
    }
  }
  return corners;
}

/**
 * A point after one step of an SVG transform.
 *
 * @param {string} kind
 * @param {number[]} given
 * @param {[number, number]} point
 * @returns {[number, number]}
 */
function moved(kind, given, [x, y]) {
  if (kind === "translate") return [x + given[0], y + (given[1] ?? 0)];
  if (kind === "scale") return [x * given[0], y * (given[1] ?? given[0])];
  if (kind !== "rotate") return [x, y];
  const [degrees, cx = 0, cy = 0] = given;
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  return [cx + cos * (x - cx) - sin * (y - cy), cy + sin * (x - cx) + cos * (y - cy)];
}

/**
 * @param {any} element
 * @param {string} property
 */
function inherited(element, property) {
  for (let at = element; at?.style; at = at.parentNode) {
    const value = at.style.getPropertyValue(property) || at.getAttribute(property);
    if (value) return value;
  }
  return "";
}

module.exports = { box, textWidth };
