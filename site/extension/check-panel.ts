// The panel that "Check" writes into: a line a question, as `npm test` has it.
import { MainAreaWidget } from "@jupyterlab/apputils";
import { Widget } from "@lumino/widgets";
import type { Verdict } from "../../grading/handout/judge";
import type { Progress } from "./check";

const COLORS = { passed: "#1b7f3b", "not solved yet": "#8a6d00", wrong: "#b3261e" };

/** The panel, and what writes into it. */
export class CheckPanel implements Progress {
  readonly widget: MainAreaWidget;
  private readonly status = element("p");
  private readonly rows = element("tbody");
  private readonly odd = element("p");
  private readonly lib = element("p");
  private passed = 0;
  private all = 0;

  constructor() {
    const node = element("div");
    node.style.cssText = "padding:1rem 1.5rem;overflow:auto;max-width:60rem";
    this.status.setAttribute("role", "status");
    for (const text of [this.odd, this.lib]) text.style.whiteSpace = "pre-wrap";
    const table = element("table");
    table.style.cssText = "border-collapse:collapse";
    const heading = element("h2", "Check");
    table.append(this.rows);
    node.append(heading, this.odd, this.lib, table, this.status);
    this.widget = new MainAreaWidget({ content: new Widget({ node }) });
    this.widget.id = "gradbook-check";
    Object.assign(this.widget.title, { label: "Check", closable: true });
    this.widget.addClass("gradbook-Check");
  }

  says(text: string): void {
    this.status.textContent =
      text === "" ? `${this.passed} of ${this.all} questions pass.` : `${text} …`;
  }

  fails(reason: string): void {
    this.status.textContent = `The check could not be done: ${reason}`;
  }

  remarks(texts: string[]): void {
    this.odd.textContent = texts.join("\n");
  }

  types(problems: string[]): void {
    this.lib.textContent =
      problems.length === 0
        ? "lib/ compiles."
        : ["lib/ does not compile:", ...problems.map((problem) => `  ${problem}`)].join("\n");
  }

  verdict(question: string, { status, why }: Verdict): void {
    const row = element("tr");
    const name = element("th", question);
    name.scope = "row";
    const how = element("td", status);
    how.style.cssText = `color:${COLORS[status]};font-weight:600;white-space:nowrap`;
    row.append(name, how, element("td", why));
    for (const cell of row.children) {
      (cell as HTMLElement).style.cssText +=
        ";padding:.2rem 1rem .2rem 0;text-align:left;vertical-align:top";
    }
    this.rows.append(row);
    this.all++;
    if (status === "passed") this.passed++;
  }
}

function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  text = "",
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}
