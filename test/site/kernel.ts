// A kernel in a page of the site, without JupyterLab: what comes of cells.

import { stripVTControlCharacters } from "node:util";
import { buildSync } from "esbuild";
import type { Page } from "playwright-core";
import { root } from "../../scripts/paths";

/** What comes of a cell: the text of its result, of what it prints, and of its error. */
export interface Outcome {
  result: string;
  prints: string;
  error: string;
  /** MIME types of what it displays. */
  types: string[][];
  /** What it asks the user. */
  asked: string[];
}

const PROGRAM = `
  import { Connection } from "./kernel/browser/connection";
  let messages = [];
  const changes = [];
  const place = {
    base: new URL("gradbook/", document.baseURI).href,
    student: async () => [],
    env: { GRADBOOK_SVG: "page" },
  };
  let answers = [];
  const connection = new Connection(place, {
    sent(sent) {
      messages.push(sent);
      // As a user does, when everything else is done.
      if (sent.type !== "input_request" || answers.length === 0) return;
      setTimeout(() => connection.answer(answers.shift()));
    },
    written: (given) => changes.push(...given),
    lost: (reason) => messages.push({ type: "lost", content: { reason } }),
  });
  let count = 0;
  window.kernel = {
    start: () => connection.start(),
    interrupt: () => connection.interrupt(),
    changes: () => changes.map(({ path, data }) => [path, data && new TextDecoder().decode(data)]),
    put: (path, text) =>
      connection.student([{ path, data: text === null ? null : new TextEncoder().encode(text) }]),
    types: () => connection.types(),
    async ask(msg_type, content, given) {
      messages = [];
      answers = given;
      await connection.request({ msg_id: String(++count), msg_type, session: "" }, content);
      return messages.map(({ type, content }) => ({ type, content }));
    },
  };
`;
let program: string | undefined;

interface Came {
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: messages' contents are JSON
  content: any;
}

export class PageKernel {
  private constructor(private readonly page: Page) {}

  /** Starts a kernel in a page that is open on the site. */
  static async start(page: Page): Promise<PageKernel> {
    program ??= buildSync({
      stdin: { contents: PROGRAM, resolveDir: root, loader: "ts" },
      bundle: true,
      format: "iife",
      write: false,
    }).outputFiles[0].text;
    await page.addScriptTag({ content: program });
    await page.evaluate("kernel.start()");
    return new PageKernel(page);
  }

  /** Runs a cell. @param answers to what it asks; without it, nobody can answer */
  async run(code: string, answers?: string[]): Promise<Outcome> {
    const content = { code, allow_stdin: answers !== undefined };
    const messages = await this.ask("execute_request", content, answers);
    const outcome: Outcome = { result: "", prints: "", error: "", types: [], asked: [] };
    for (const { type, content } of messages) {
      if (type === "input_request") outcome.asked.push(content.prompt);
      if (type === "stream") outcome.prints += content.text;
      if (type === "execute_result" || type === "display_data") {
        outcome.result += content.data["text/plain"] ?? "";
        outcome.types.push(Object.keys(content.data));
      }
      if (type === "lost") outcome.error += `lost: ${content.reason}`;
      if (type === "error") {
        outcome.error += `${content.ename}: ${content.evalue}\n${content.traceback.join("\n")}`;
      }
    }
    const prints = stripVTControlCharacters(outcome.prints);
    return { ...outcome, prints, error: stripVTControlCharacters(outcome.error) };
  }

  ask(type: string, content: object, answers: string[] = []): Promise<Came[]> {
    const given = [type, content, answers].map((value) => JSON.stringify(value));
    return this.page.evaluate(`kernel.ask(${given.join()})`);
  }

  /** Puts a file there, as if the student had saved it; null takes it away. */
  put(path: string, text: string | null): Promise<void> {
    return this.page.evaluate(`kernel.put(${JSON.stringify(path)}, ${JSON.stringify(text)})`);
  }

  interrupt(): Promise<void> {
    return this.page.evaluate("kernel.interrupt()");
  }

  types(): Promise<string[]> {
    return this.page.evaluate("kernel.types()");
  }

  /** The files that cells have written, with their texts. */
  written(): Promise<[string, string | null][]> {
    return this.page.evaluate("kernel.changes()");
  }
}
