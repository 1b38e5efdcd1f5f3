// console as Node has it: what it prints goes to the streams, formatted by Node's own
// rules.
import { formatWithOptions, inspect, stripVTControlCharacters } from "node-inspect-extracted";
import type { Stream } from "./process";

type Row = Record<string, unknown>;

/** @returns the methods that cells use, writing to the two streams */
export function makeConsole(stdout: Stream, stderr: Stream) {
  let indent = "";
  const counts = new Map<string, number>();
  const starts = new Map<string, number>();
  const write = (stream: Stream, text: string) => {
    stream.write(`${indent}${text.replaceAll("\n", `\n${indent}`)}\n`);
  };
  const out = (...values: unknown[]) => write(stdout, formatWithOptions({}, ...values));
  const error = (...values: unknown[]) => write(stderr, formatWithOptions({}, ...values));
  const elapsed = (label: string) => {
    const start = starts.get(label);
    if (start === undefined) throw new Error(`No such label '${label}' for console.time()`);
    const milliseconds = performance.now() - start;
    return milliseconds < 1000
      ? `${label}: ${milliseconds.toFixed(3)}ms`
      : `${label}: ${(milliseconds / 1000).toFixed(3)}s`;
  };
  const group = (...values: unknown[]) => {
    if (values.length > 0) out(...values);
    indent += "  ";
  };
  return {
    log: out,
    info: out,
    debug: out,
    warn: error,
    error,
    trace: (...values: unknown[]) => error("Trace:", ...values),
    dir: (value: unknown, options: object = {}) =>
      write(stdout, inspect(value, { customInspect: false, ...options })),
    dirxml: out,
    assert: (condition: unknown, ...values: unknown[]) => {
      if (!condition) error("Assertion failed", ...values);
    },
    group,
    groupCollapsed: group,
    groupEnd: () => {
      indent = indent.slice(2);
    },
    count: (label = "default") => {
      counts.set(label, (counts.get(label) ?? 0) + 1);
      out(`${label}: ${counts.get(label)}`);
    },
    countReset: (label = "default") => void counts.delete(label),
    time: (label = "default") => void starts.set(label, performance.now()),
    timeLog: (label = "default", ...values: unknown[]) => out(elapsed(label), ...values),
    timeEnd: (label = "default") => {
      out(elapsed(label));
      starts.delete(label);
    },
    table: (data: unknown, columns?: string[]) => {
      if (typeof data !== "object" || data === null) out(data);
      else write(stdout, table(data as Row, columns));
    },
  };
}

/** Rows and columns in a frame, as Node draws them. */
function table(data: Row, chosen?: string[]): string {
  const show = (value: unknown) => inspect(value, { depth: 0, compact: 3, breakLength: 80 });
  const rows = Object.entries(data);
  const isObject = (value: unknown): value is Row => typeof value === "object" && value !== null;
  const keys = chosen ?? [
    ...new Set(rows.flatMap(([, row]) => (isObject(row) ? Object.keys(row) : []))),
  ];
  const hasValues = rows.some(([, row]) => !isObject(row));
  const head = ["(index)", ...keys, ...(hasValues ? ["Values"] : [])];
  const body = rows.map(([index, row]) => {
    const cells = keys.map((key) => (isObject(row) && key in row ? show(row[key]) : ""));
    return [index, ...cells, ...(hasValues ? [isObject(row) ? "" : show(row)] : [])];
  });
  const widths = head.map((_, k) => Math.max(...[head, ...body].map((row) => widthOf(row[k]) + 2)));
  const line = (cells: string[], [left, middle, right]: string[], pad: string) =>
    left + cells.map((cell, k) => padded(cell, widths[k], pad)).join(middle) + right;
  const rule = (ends: string) =>
    line(
      head.map(() => ""),
      [...ends],
      "─",
    );
  return [
    rule("┌┬┐"),
    line(
      head.map((cell) => ` ${cell} `),
      [..."│││"],
      " ",
    ),
    rule("├┼┤"),
    ...body.map((row) =>
      line(
        row.map((cell) => ` ${cell} `),
        [..."│││"],
        " ",
      ),
    ),
    rule("└┴┘"),
  ].join("\n");
}

function padded(text: string, width: number, pad: string): string {
  return text + pad.repeat(Math.max(0, width - widthOf(text)));
}

function widthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}
