// A page of the site as a student uses it: menus, cells, files, and what the browser keeps.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";

/** The notebook in front; others may be open behind it. */
const FRONT = ".jp-NotebookPanel:not(.lm-mod-hidden)";
/** The editor in front. */
const FILE = ".jp-Document:not(.lm-mod-hidden) .jp-FileEditor";

export const NOTEBOOKS = ["1-backpropagation.ipynb", "2-multilayer-perceptron.ipynb"];

/** A file as JupyterLite stores it. */
export interface Stored {
  content: unknown;
  [field: string]: unknown;
}

export class SitePage {
  constructor(
    readonly page: Page,
    /** The site's, with its slash. */
    private readonly address: string,
  ) {}

  /** Opens a notebook or file in JupyterLab, and waits for its kernel if it has one. */
  async open(path: string): Promise<void> {
    await this.openAt(`${this.address}lab/index.html?path=${path}`, path);
  }

  /** The same at an address, which may be that of another JupyterLab. */
  async openAt(url: string, path: string): Promise<void> {
    const { page } = this;
    await page.goto(url);
    const opened = `${FRONT} .jp-CodeCell, ${FILE} .cm-line`;
    await page.locator(opened).first().waitFor();
    if (path.endsWith(".ipynb")) await page.getByText("TypeScript | Idle").waitFor();
  }

  async menu(...names: string[]): Promise<void> {
    for (const name of names) {
      // A shortcut may stand behind an entry's name.
      const entries = this.page.getByRole("menuitem", { name: new RegExp(`^${name}`) });
      await entries.first().click();
    }
  }

  /** Presses a button of the dialog that is open. @param field what is typed into it before */
  async answer(button: string, field?: string): Promise<void> {
    const dialog = this.page.locator("dialog, .jp-Dialog").first();
    if (field !== undefined) await dialog.locator("input").fill(field);
    await dialog.getByRole("button", { name: button }).click();
  }

  /** Runs all cells of the notebook in front, to the first that fails, and saves it. */
  async runAll(): Promise<void> {
    await this.clear();
    await this.run();
    await this.save();
  }

  async clear(): Promise<void> {
    await this.menu("Edit", "Clear Outputs of All Cells");
    await this.page.waitForFunction(`!document.querySelector("${FRONT} .jp-OutputArea-output")`);
  }

  /** Resolves when there is any output. */
  async firstOutput(): Promise<void> {
    await this.page.waitForFunction(`!!document.querySelector("${FRONT} .jp-OutputArea-output")`);
  }

  /** Runs all cells of a notebook without outputs. */
  async run(): Promise<void> {
    await this.menu("Run", "Run All Cells");
    await this.page.waitForFunction(
      `![...document.querySelectorAll("${FRONT} .jp-InputArea-prompt")].some((prompt) => prompt.textContent.includes("*"))
        && document.querySelector("${FRONT} .jp-OutputArea-output")
        && document.body.textContent.includes("TypeScript | Idle")`,
      null,
      { timeout: 240_000, polling: 300 },
    );
  }

  async save(): Promise<void> {
    await this.page.keyboard.press("Control+s");
    await this.page.waitForTimeout(1000);
  }

  /** Writes over what the editor of the file in front has. */
  async write(text: string): Promise<void> {
    await this.page.locator(`${FILE} .cm-content`).click();
    await this.page.keyboard.press("Control+a");
    await this.page.keyboard.insertText(text);
    await this.save();
  }

  /** Types a new cell below the last one. @param runs whether it is run, too @returns the cell */
  async cell(code: string, runs = true): Promise<Locator> {
    const { keyboard } = this.page;
    const cells = this.page.locator(`${FRONT} .jp-Cell`);
    await cells.last().locator(".jp-InputPrompt").first().click();
    await this.page.locator(`${FRONT} [data-command="notebook:insert-cell-below"]`).first().click();
    const active = this.page.locator(`${FRONT} .jp-Cell.jp-mod-active`);
    const number = await active.getAttribute("data-windowed-list-index");
    const cell = this.page.locator(`${FRONT} .jp-Cell[data-windowed-list-index="${number}"]`);
    await cell.locator(".cm-content").click();
    await keyboard.insertText(code);
    if (runs) await keyboard.press("Control+Enter");
    return cell;
  }

  /** "Check", to its end. @returns its lines, as `npm test` of the handout has them */
  async check(): Promise<string[]> {
    await this.menu("Problem set", "Check");
    const panel = this.page.locator(".gradbook-Check");
    await panel.getByText(/\d+ of \d+ questions pass\./).waitFor({ timeout: 240_000 });
    const rows = await panel.locator("tr").all();
    const verdicts = rows.map(async (row) => {
      const [name, status, why] = await row.locator("th, td").allTextContents();
      return `${name.padEnd(6)} ${status.padEnd(15)} ${why}`.trimEnd();
    });
    const texts = await panel.locator("p").allTextContents();
    const [last = "", ...others] = texts.reverse();
    return [...others.reverse(), ...(await Promise.all(verdicts)), last]
      .flatMap((text) => text.split("\n"))
      .filter((line) => line !== "");
  }

  /** "Hand in", up to the zip that the browser downloads. @returns its path in `folder` */
  async handIn(student: string, folder: string): Promise<string> {
    await this.menu("Problem set", "Hand in…");
    const downloading = this.page.waitForEvent("download");
    await this.answer("Download the zip", student);
    const download = await downloading;
    assert.equal(download.suggestedFilename(), `${student}.zip`);
    mkdirSync(folder, { recursive: true });
    const zip = join(folder, `${student}.zip`);
    await download.saveAs(zip);
    return zip;
  }

  /** What JupyterLite has stored at a path; null where the file is the site's. */
  stored(path: string): Promise<Stored | null> {
    return this.inStorage("readonly", `files.get(${JSON.stringify(path)})`);
  }

  /** Puts a file of the student's at a path, in a page that does not have it open. */
  put(path: string, text: string): Promise<void> {
    const now = new Date().toISOString();
    const kind = path.endsWith(".ipynb")
      ? {
          type: "notebook",
          format: "json",
          mimetype: "application/json",
          content: JSON.parse(text),
        }
      : { type: "file", format: "text", mimetype: "text/plain", content: text };
    const name = path.slice(path.lastIndexOf("/") + 1);
    const times = { created: now, last_modified: now };
    const file = { name, path, writable: true, size: text.length, ...times, ...kind };
    return this.inStorage(
      "readwrite",
      `files.put(${JSON.stringify(file)}, ${JSON.stringify(path)})`,
    );
  }

  private inStorage<T>(mode: "readonly" | "readwrite", request: string): Promise<T> {
    return this.page.evaluate(`new Promise((resolve, reject) => {
      const opening = indexedDB.open("JupyterLite Storage - " + new URL("./", "${this.address}").pathname);
      opening.onsuccess = () => {
        const files = opening.result.transaction("files", "${mode}").objectStore("files");
        const asked = ${request};
        asked.onsuccess = () => {
          opening.result.close();
          resolve(asked.result ?? null);
        };
        asked.onerror = () => reject(asked.error);
      };
    })`);
  }
}
