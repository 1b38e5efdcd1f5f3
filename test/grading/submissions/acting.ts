// HTML and JavaScript wherever a student can put text: none of it may act in a page.

import { type Draft, P1 } from "./draft";

/** Of a student's folder: no text may act, no cell of a spreadsheet may compute. */
export const NAME = "=1+1 <img src=x onerror=act(0)> Zoë's, Jr";

/** What tells that something has acted: a request that nothing else makes. */
export const TELLTALE = "acted.invalid";

const js = (n: number) => `new Image().src='http://${TELLTALE}/${n}'`;

const HTML = [
  `<script>${js(1)}</script>`,
  `<img src="x" onerror="${js(2)}">`,
  `<svg onload="${js(3)}"><script>${js(4)}</script><animate onbegin="${js(5)}" attributeName="x" dur="1s"/></svg>`,
  `<iframe srcdoc="<script>parent.${js(6)}</script>"></iframe>`,
  `<iframe src="javascript:${js(7)}"></iframe>`,
  `<object data="data:text/html,<script>${js(8)}</script>"></object>`,
  `<style>body { background: url(http://${TELLTALE}/9) }</style>`,
  `<link rel="stylesheet" href="http://${TELLTALE}/10">`,
  `<details open ontoggle="${js(11)}"><summary>x</summary></details>`,
  `<form action="http://${TELLTALE}/12"><input autofocus onfocus="${js(13)}"></form>`,
  `<meta http-equiv="refresh" content="0;url=http://${TELLTALE}/14">`,
  `<math><mtext><table><mglyph><style><img src=x onerror="${js(15)}"></style></mglyph></table></mtext></math>`,
  `<base href="http://${TELLTALE}/">`,
  `</pre></div></td></table></textarea></title><img src=x onerror="${js(16)}">`,
];

export function acting(draft: Draft): void {
  const all = HTML.join("\n\n");
  const text = JSON.stringify(HTML.join("\n"));
  draft.answer({
    "q11-derivation": `My derivation.\n\n${all}\n\n[link](javascript:${js(17)})\n\n$\\href{javascript:${js(18)}}{x}$`,
    "q16-answer": all,
  });
  draft.addBefore("q11-derivation", all, "markdown");
  draft.addBefore("q11-derivation", all, "raw");
  draft.addBefore(
    "q11-answer",
    `const show = require("tslab/dist/jupyter").lastWriteDisplayData;
for (const type of ["text/html", "image/svg+xml", "text/markdown", "text/latex", "application/javascript", "text/plain", "text/vnd.mermaid",
  "application/vnd.jupyter.widget-view+json", "application/vnd.plotly.v1+json", "application/vnd.bokehjs_exec.v0+json", "image/png", "image/jpeg"])
  show({ data: { [type]: ${text} }, metadata: { [type]: { width: '1" onload="${js(19)}', alt: '"><script>${js(20)}</script>' } }, transient: {} }, false);`,
  );
  draft.addBefore("q11-answer", `console.log(${text});\nconsole.error(${text});`);
  draft.addBefore("q11-answer", `throw Object.assign(new Error(${text}), { name: ${text} });`);
  draft.answer({
    "q12-answer": `throw new Error(${text} + "\\u001b]8;;javascript:${js(21)}\\u0007x");`,
  });
  draft.addBefore("q13-answer", `// ${HTML.join(" ")}`);
  draft.files[`lib/<img src=x onerror="act()"> \n\n<b>.ts`] = `//${"x".repeat(2 ** 20)}`;
  Object.assign(draft.metadata[P1], { title: HTML[0], authors: [{ name: all }] });
}
