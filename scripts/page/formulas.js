// Formulas, drawn beforehand by KaTeX: a page with them needs no script.

const { readFileSync } = require("node:fs");
const { dirname, join } = require("node:path");
const katex = require("katex");

/**
 * Code, in which a dollar is a dollar; display formulas; environments that stand for
 * themselves; formulas in a line.
 */
const PARTS =
  /(```[\s\S]*?```|`[^`\n]*`)|\$\$([\s\S]+?)\$\$|(\\begin\{([a-z]+\*?)\}[\s\S]+?\\end\{\4\})|\\\\\[([\s\S]+?)\\\\\]|(?<![\\\w])\$(?!\s)([^$\n]+?)(?<![\s\\])\$(?!\d)|\\\\\((.+?)\\\\\)/g;

/** Takes a text's formulas out, so that Markdown does not read them, and puts them back drawn. */
class Formulas {
  /** @type {string[]} */
  drawn = [];

  /** @param {{ strict?: boolean }} [options] strict: a formula with a mistake throws, instead of being shown in red */
  constructor({ strict = true } = {}) {
    this.strict = strict;
  }

  /** @param {string} markdown */
  takeOut(markdown) {
    return markdown.replace(
      PARTS,
      (whole, code, display, environment, _, bracket, dollar, round) => {
        if (code) return whole;
        const displayMode = dollar === undefined && round === undefined;
        // Of what a student writes nothing may grow without end.
        const options = { displayMode, throwOnError: this.strict, maxSize: 50, maxExpand: 1000 };
        const formula = display ?? environment ?? bracket ?? dollar ?? round;
        try {
          this.drawn.push(katex.renderToString(formula, { ...options, strict: "ignore" }));
        } catch (error) {
          if (this.strict) throw error;
          return whole; // KaTeX has a mistake of its own: the formula stays as it was written
        }
        return `FORMULA${this.drawn.length - 1}X`;
      },
    );
  }

  /** @param {string} html */
  putBack(html) {
    return html
      .replace(/ id="[^"]*FORMULA\d+X[^"]*"/g, "") // of headings, which nothing refers to
      .replace(/FORMULA(\d+)X/g, (_, i) => this.drawn[Number(i)]);
  }
}

/** KaTeX's style sheet with its fonts in it. */
function formulaStyle() {
  const file = require.resolve("katex/dist/katex.min.css");
  return readFileSync(file, "utf8").replace(
    /src:url\((fonts\/[^)]+\.woff2)\)[^}]*?(?=[;}])/g,
    (_, font) => {
      const data = readFileSync(join(dirname(file), font)).toString("base64");
      return `src:url(data:font/woff2;base64,${data}) format("woff2")`;
    },
  );
}

module.exports = { Formulas, formulaStyle };
