// npm run html: the notebooks as pages in dist/html/ that need no network.

const { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { UserError } = require("../cli/user-error");
const { runChild } = require("./children");
const { notebooks } = require("./execute-notebooks");
const { joinStreams } = require("./join-streams");
const { root } = require("./paths");
const { runCommand, setUp } = require("./set-up");

const out = join(root, "dist", "html");
const page = join(__dirname, "page");

/** Where a solution stands matters to the handout, not to a reader. */
const MARKER = /^[ \t]*\/\/ (BEGIN|END) SOLUTION\b.*\n?/gm;
/** Links and lines written over are shown as a terminal shows them. */
const FILTERS = `--HTMLExporter.filters={"ansi2html": "gradbook_terminal.ansi2html"}`;

runCommand(async () => {
  const { python, env } = await setUp();
  const { Formulas } = require("./page/formulas");
  const folder = mkdtempSync(join(tmpdir(), "gradbook-html-"));
  mkdirSync(out, { recursive: true });
  try {
    for (const name of notebooks) {
      const notebook = JSON.parse(readFileSync(join(root, "notebooks", name), "utf8"));
      const formulas = new Formulas();
      for (const cell of notebook.cells) {
        if (cell.cell_type === "markdown") cell.source = formulas.takeOut(textOf(cell.source));
        else cell.source = textOf(cell.source).replace(MARKER, "");
        if (cell.outputs) cell.outputs = joinStreams(cell.outputs);
      }
      writeFileSync(join(folder, name), JSON.stringify(notebook));
      const html = fill(formulas.putBack(await convert(join(folder, name), { python, env })), name);
      const file = join(out, name.replace(".ipynb", ".html"));
      writeFileSync(file, html);
      console.log(`Wrote ${file} (${(Buffer.byteLength(html) / 1e6).toFixed(1)} MB)`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/**
 * The page as nbconvert makes it with our template.
 *
 * @param {string} notebook
 * @param {{ python: string, env: NodeJS.ProcessEnv }} options
 */
async function convert(notebook, { python, env }) {
  const template = ["--template=page", `--TemplateExporter.extra_template_basedirs=${__dirname}`];
  const args = ["-m", "nbconvert", "--to", "html", "--stdout", "--log-level=WARN", ...template];
  const { status, stdout, stderr } = await runChild(
    python,
    [...args, "--HTMLExporter.exclude_anchor_links=True", FILTERS, notebook],
    { cwd: root, env: { ...env, PYTHONPATH: page } },
  );
  if (status !== 0) throw new UserError(`${notebook} could not be made a page:\n\n${stderr}`);
  return stdout;
}

/**
 * Title, styles and scripts in their places.
 *
 * @param {string} html
 * @param {string} name the notebook's
 */
function fill(html, name) {
  const { plotly } = require("../lib/display/svg/build");
  const script = `${readFileSync(plotly, "utf8")}\n${readFileSync(join(page, "figures.js"), "utf8")}`;
  const hasFigures = html.includes("<figure>");
  const { formulaStyle } = require("./page/formulas");
  const style = `${formulaStyle()}\n${readFileSync(join(page, "style.css"), "utf8")}`;
  /** @type {[string, string][]} */
  const parts = [
    ["PAGE-TITLE", titleOf(name)],
    ["PAGE-STYLE", style],
    ["PAGE-NAVIGATION", navigation(name)],
    ["<script>PAGE-SCRIPT</script>", hasFigures ? `<script>${script}</script>` : ""],
  ];
  return parts.reduce((text, [mark, part]) => text.replace(mark, () => part), html);
}

/** @param {string} current */
function navigation(current) {
  const links = notebooks.map((name) => {
    const here = name === current ? ' aria-current="page"' : "";
    return `<a href="${name.replace(".ipynb", ".html")}"${here}>${titleOf(name)}</a>`;
  });
  return `<nav aria-label="Notebooks">${links.join("\n")}</nav>`;
}

/**
 * A notebook's first heading.
 *
 * @param {string} name
 */
function titleOf(name) {
  const { cells } = JSON.parse(readFileSync(join(root, "notebooks", name), "utf8"));
  return textOf(cells[0].source).match(/^# (.*)/)?.[1] ?? name;
}

/**
 * Text is stored whole or as a list of lines.
 *
 * @param {string | string[]} text
 */
function textOf(text) {
  return typeof text === "string" ? text : text.join("");
}
