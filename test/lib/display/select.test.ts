// Elements that the window of figures finds itself, instead of asking jsdom.

import assert from "node:assert/strict";
import { test } from "node:test";
import { loadJsdom } from "../../../lib/display/svg/jsdom";
import { selectQuickly } from "../../../lib/display/svg/select";

const PAGE = `<!doctype html><body class="js">
  <svg id="main"><g class="a  b"><text class="line a-b">1<tspan class="line">2</tspan></text></g>
  <clipPath id="c1"><rect/></clipPath><g class="a" id="c1"><g class="b"><text/></g></g></svg>`;
const SELECTORS =
  "* g .a .b .a-b .line text tspan.line text.a g.b #c1 g#c1 clipPath#c1 clipPath rect .none div " +
  ":first-child g>.b [class^=a] svg,text text:not(.line)";

test("are the elements found that jsdom finds, in its order, and as the same ones?", () => {
  const { window } = new (loadJsdom().JSDOM)(PAGE);
  const { document } = window;
  const nodes = [document, ...document.querySelectorAll("*")];
  const answers = () =>
    SELECTORS.split(" ").flatMap((selector) =>
      nodes.map((node) => ({
        selector,
        first: nodes.indexOf(node.querySelector(selector)),
        all: [...node.querySelectorAll(selector)].map((found) => nodes.indexOf(found)),
        matches: node.matches?.(selector),
      })),
    );
  const expected = answers();
  selectQuickly(window);
  assert.deepEqual(answers(), expected);
  assert.ok(expected.filter(({ first }) => first >= 0).length > 40);
});

test("is a selector that is none still an error?", () => {
  const { window } = new (loadJsdom().JSDOM)(PAGE);
  selectQuickly(window);
  for (const wrong of ["", "g[", "1"]) {
    assert.throws(() => window.document.querySelector(wrong), { name: "SyntaxError" });
  }
});
