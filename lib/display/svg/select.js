// Elements by their name, class or id, which is all that most of Plotly's selectors ask for:
// jsdom compiles each selector, and takes a quarter of a figure's time to look around.

/** Such as `text`, `.line`, `tspan.line` or `clipPath#clip1`. */
const SIMPLE = /^([a-z][A-Za-z]*)?(?:([.#])([\w-]+))?$/;

/** @typedef {{ name: string, className?: string, id?: string }} Wanted */

/** @type {Map<unknown, Wanted | null>} */
const known = new Map();

/**
 * What a selector asks for; null if that is more.
 *
 * @param {unknown} selector
 */
function wantedBy(selector) {
  let wanted = known.get(selector);
  if (wanted === undefined) {
    const found = typeof selector === "string" && selector ? SIMPLE.exec(selector) : null;
    wanted = found && { name: found[1], [found[2] === "#" ? "id" : "className"]: found[3] };
    known.set(selector, wanted);
  }
  return wanted;
}

/**
 * @param {any} element
 * @param {Wanted} wanted
 */
function isWanted(element, { name, className, id }) {
  if (name && element.localName !== name) return false;
  if (id) return element.getAttribute("id") === id;
  if (!className) return true;
  const classes = element.getAttribute("class");
  return classes === className || (classes?.split(/\s+/).includes(className) ?? false);
}

/**
 * Adds what is wanted below a node, in the document's order, until there are as many as needed.
 *
 * @param {any} node
 * @param {Wanted} wanted
 * @param {any[]} found
 * @param {number} needed
 */
function collect(node, wanted, found, needed) {
  for (let child = node.firstElementChild; child; child = child.nextElementSibling) {
    if (isWanted(child, wanted)) found.push(child);
    if (found.length < needed) collect(child, wanted, found, needed);
    if (found.length >= needed) return;
  }
}

/**
 * Has elements and the document look for simple selectors themselves.
 *
 * @param {any} window
 */
function selectQuickly({ Element, Document }) {
  for (const { prototype } of [Element, Document]) {
    const { querySelector, querySelectorAll, matches } = prototype;
    prototype.querySelector = /** @this {any} */ function (/** @type {unknown} */ selector) {
      const wanted = wantedBy(selector);
      if (!wanted) return querySelector.call(this, selector);
      /** @type {any[]} */
      const found = [];
      collect(this, wanted, found, 1);
      return found[0] ?? null;
    };
    prototype.querySelectorAll = /** @this {any} */ function (/** @type {unknown} */ selector) {
      const wanted = wantedBy(selector);
      if (!wanted) return querySelectorAll.call(this, selector);
      /** @type {any[]} */
      const found = [];
      collect(this, wanted, found, Number.POSITIVE_INFINITY);
      return found;
    };
    if (!matches) continue; // a document has none
    prototype.matches = /** @this {any} */ function (/** @type {unknown} */ selector) {
      const wanted = wantedBy(selector);
      return wanted ? isWanted(this, wanted) : matches.call(this, selector);
    };
  }
}

module.exports = { selectQuickly };
