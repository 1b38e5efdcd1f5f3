// A cell's outputs in nbformat's form, from messages that may hold anything.
import type { Bundle, Json, Output } from "../assignment/notebook";
import { size } from "../sandbox/limits";

/** Of a message: an object that may hold anything. */
type Content = Record<string, unknown>;

type Display = Output & { output_type: "display_data" };

/** What is shown under a display_id, in whichever cells, and its size. */
export type Displays = Map<string, { outputs: Display[]; size: number }>;

/** How deep the JSON of an output may be nested. */
const DEPTH = 100;

/** Collects what a cell puts out, up to a limit. */
export class Outputs {
  readonly list: Output[] = [];
  private used = 0;
  private cut = false;

  constructor(
    /** Bytes of streams and displays; a result and an error may take as much again. */
    private readonly most: number,
    /** Those of all the notebook's cells so far. */
    private readonly displays: Displays,
  ) {}

  /** Takes a message's content; `bytes` is the message's size. */
  add(type: string, content: unknown, bytes: number): void {
    if (!isObject(content)) return;
    if (type === "stream") {
      this.write(content.name === "stderr" ? "stderr" : "stdout", textOf(content.text));
    } else if (type === "display_data") this.display(content, bytes);
    else if (type === "update_display_data") this.update(content, bytes);
    else if (type === "execute_result" || type === "error") this.conclude(type, content, bytes);
  }

  /** Says, once, that something is missing. */
  note(): void {
    if (this.cut) return;
    this.cut = true;
    const text = `\n… the rest is left out: a cell may put out ${size(this.most)}\n`;
    this.list.push({ output_type: "stream", name: "stdout", text });
  }

  /** Takes a result or an error: one of each, whatever went before. */
  private conclude(type: "execute_result" | "error", content: Content, bytes: number): void {
    const there = this.list.some(({ output_type }) => output_type === type);
    if (there || bytes > this.most) this.note();
    else if (type === "error") this.list.push({ output_type: type, ...errorOf(content) });
    else {
      const execution_count = countOf(content.execution_count);
      this.list.push({ output_type: type, ...bundleOf(content), execution_count });
    }
  }

  private write(name: "stdout" | "stderr", text: string): void {
    if (this.cut || text === "") return;
    const bytes = Buffer.from(text);
    const room = this.most - this.used;
    this.used += Math.min(bytes.length, room);
    const kept = bytes.length > room ? bytes.toString("utf8", 0, room) : text;
    const last = this.list.at(-1);
    if (last?.output_type === "stream" && last.name === name) last.text += kept;
    else this.list.push({ output_type: "stream", name, text: kept });
    if (bytes.length > room) this.note();
  }

  private display(content: Content, bytes: number): void {
    if (this.cut) return;
    if (this.used + bytes > this.most) {
      this.note();
      return;
    }
    this.used += bytes;
    const output: Display = { output_type: "display_data", ...bundleOf(content) };
    this.list.push(output);
    const id = displayId(content);
    if (id === null) return;
    const shown = this.displays.get(id);
    if (shown) shown.outputs.push(output);
    else this.displays.set(id, { outputs: [output], size: bytes });
  }

  private update(content: Content, bytes: number): void {
    const shown = this.displays.get(displayId(content) ?? "");
    if (!shown) return;
    const more = (bytes - shown.size) * shown.outputs.length;
    if (this.used + more > this.most) {
      this.note();
      return;
    }
    this.used = Math.max(0, this.used + more);
    shown.size = bytes;
    for (const output of shown.outputs) Object.assign(output, bundleOf(content));
  }
}

/** The count if it can be one. */
export function countOf(value: unknown): number | null {
  return Number.isSafeInteger(value) && (value as number) > 0 ? (value as number) : null;
}

function displayId({ transient }: Content): string | null {
  const id = isObject(transient) ? transient.display_id : null;
  return typeof id === "string" ? id : null;
}

function bundleOf(content: Content): { data: Bundle; metadata: Bundle } {
  const data: Bundle = {};
  const given = plain(content.data, 0);
  for (const [mime, value] of Object.entries(isObject(given) ? given : {})) {
    const json = /[/+]json$/.test(mime);
    if (json || typeof value === "string" || isTexts(value)) data[mime] = value as Json;
  }
  const metadata = plain(content.metadata, 0);
  return { data, metadata: isObject(metadata) ? (metadata as Bundle) : {} };
}

function errorOf({ ename, evalue, traceback }: Content) {
  const lines = Array.isArray(traceback) ? traceback.map(textOf) : [];
  return { ename: textOf(ename), evalue: textOf(evalue), traceback: lines };
}

/** The text, or none. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((line) => typeof line === "string");
}

/** Whether it is an object, and no array. */
export function isObject(value: unknown): value is Content {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * A copy without what could harm who reads it: keys that set a prototype when they are
 * assigned, and nesting that overflows the stack. Null in the place of what is too deep.
 */
function plain(value: unknown, depth: number): Json {
  if (typeof value !== "object" || value === null) return value as Json;
  if (depth >= DEPTH) return null;
  if (Array.isArray(value)) return value.map((element) => plain(element, depth + 1));
  const copy: { [key: string]: Json } = {};
  for (const [key, element] of Object.entries(value)) {
    if (key !== "__proto__") copy[key] = plain(element, depth + 1);
  }
  return copy;
}
