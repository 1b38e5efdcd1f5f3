// Figures as JSON holds them: what people have in their variables, typed arrays,
// matrices, dates and BigInt among it, as the lists, texts and numbers that
// Plotly takes. Interactive and static pictures are both drawn from the result.

import { types } from "node:util";
import type { AbstractMatrix } from "ml-matrix";
import type { Figure, FigureLayout } from "./figure";

/** A Plotly figure as people write it. */
export interface AnyFigure {
  /** The traces. */
  data: readonly object[];
  /** Axes, titles and size. A title may be a text; `meta.alt` says in words what is to be seen. */
  layout?: object | null;
}

/** Of a figure that does not say it, in pixels: Plotly's own height, and a page's width. */
const [HEIGHT, WIDTH] = [450, 900];
/** The kinds of traces whose values are a table: a matrix there is its rows, even if it is one. */
const TABLES = ["carpet", "contour", "contourcarpet", "heatmap", "image", "surface", "table"];

/** A place in the figure: "data[0].y", the trace that it is in, and what it is inside of. */
interface Place {
  path: string;
  key: string;
  trace?: { type?: unknown };
  above: readonly object[];
}

/**
 * The figure as plain JSON, a copy. Typed arrays, sets and other iterables become
 * lists, a matrix its rows or, where Plotly takes a list, the numbers of its one
 * row or column. Numbers that are not finite, and invalid dates, become null, a
 * gap. A date is written as the clock shows it here, which is what Plotly does. A
 * BigInt becomes a number where that is exact, else its digits. What a figure does
 * not say of itself is filled in: height, alt and width.
 *
 * @throws TypeError naming the place of what a figure cannot hold
 * @throws RangeError naming the place of a matrix where Plotly takes a list
 */
export function plainFigure(figure: AnyFigure): Figure {
  const data = figure?.data;
  if (!Array.isArray(data)) {
    throw new TypeError(`a figure's data is ${kindOf(data)}, but must be a list of traces`);
  }
  const traces = data.map((trace, i) => {
    const path = `data[${i}]`;
    if (typeof trace !== "object" || trace === null) {
      throw new TypeError(`${path} is ${kindOf(trace)}, but must be a trace, an object`);
    }
    return plain(trace, { path, key: "", trace, above: [] }) as Figure["data"][number];
  });
  if (typeof (figure.layout ?? {}) !== "object") {
    throw new TypeError(`a figure's layout is ${kindOf(figure.layout)}, but must be an object`);
  }
  const { layout: given, data: _, ...more } = figure;
  const layout = plain(given ?? {}, {
    path: "layout",
    key: "",
    above: [],
  }) as Partial<FigureLayout>;
  const title = (layout.title as { text?: unknown } | undefined)?.text ?? "Figure";
  const kinds = [...new Set(traces.map(({ type }) => String(type ?? "scatter")))].join(", ");
  const { alt = kinds ? `${title} (${kinds})` : title, width = layout.width } = layout.meta ?? {};
  return {
    ...(plain(more, { path: "the figure", key: "", above: [] }) as object),
    data: traces,
    layout: {
      ...layout,
      height: isSize(layout.height) ? layout.height : HEIGHT,
      meta: {
        ...(typeof layout.meta === "object" && layout.meta),
        alt: String(alt),
        width: isSize(width) ? width : WIDTH,
      },
    },
  };
}

function isSize(value: unknown): value is number {
  return typeof value === "number" && value > 0;
}

function plain(value: unknown, place: Place): unknown {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "bigint") return plainBigInt(value);
  if (typeof value === "string") return place.key === "title" ? { text: value } : value;
  if (typeof value === "boolean" || value === null || value === undefined) return value ?? null;
  if (typeof value !== "object") throw new TypeError(`${place.path} is ${kindOf(value)}`);
  if (place.above.includes(value)) throw new TypeError(`${place.path} contains itself`);
  if (types.isBoxedPrimitive(value)) return plain(value.valueOf(), place);
  if (types.isDate(value)) return plainDate(value);
  if (isMatrix(value)) return plainMatrix(value, place);
  if (ArrayBuffer.isView(value) && !types.isDataView(value)) {
    return Array.from(value as unknown as ArrayLike<number | bigint>, (item) => plain(item, place));
  }
  const list = listOf(value, place);
  const above = [...place.above, value];
  if (list) {
    return list.map((item, i) =>
      plain(item, { ...place, key: "", path: `${place.path}[${i}]`, above }),
    );
  }
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === "function")
    return plain(toJSON.call(value, place.key), { ...place, above });
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(
    entries.map(([key, item]) => [
      key,
      plain(item, { ...place, key: inText(place) ? "" : key, path: `${place.path}.${key}`, above }),
    ]),
  );
}

/** Where texts are the user's own, and none is a title of Plotly's. */
function inText({ path }: Place): boolean {
  return /(^layout\.meta|\.customdata)\b/.test(path);
}

/** The items of what is a list, undefined of other objects. */
function listOf(value: object, { path }: Place): unknown[] | undefined {
  if (Array.isArray(value)) return Array.from(value); // holes as undefined
  if (types.isMap(value)) {
    throw new TypeError(`${path} is a Map: give its keys() or its values()`);
  }
  if (types.isAnyArrayBuffer(value) || types.isDataView(value) || types.isPromise(value)) {
    throw new TypeError(`${path} is ${kindOf(value)}, which a figure cannot hold`);
  }
  return Symbol.iterator in value ? Array.from(value as Iterable<unknown>) : undefined;
}

function isMatrix(value: object): value is AbstractMatrix {
  const { rows, to2DArray } = value as Partial<AbstractMatrix>;
  return typeof rows === "number" && typeof to2DArray === "function";
}

function plainMatrix(matrix: AbstractMatrix, place: Place): unknown {
  const { path, key, trace } = place;
  const rows = matrix.to2DArray().map((row) => row.map((item) => plain(item, place)));
  const type = String(trace?.type ?? "scatter");
  const isTable = key === "customdata" || (TABLES.includes(type) && !/^[xy]$/.test(key));
  if (isTable) return rows;
  if (matrix.rows === 1) return rows[0];
  if (matrix.columns === 1) return rows.flat();
  const inTrace = trace !== undefined && /^data\[\d+\]\.\w+$/.test(path);
  if (!inTrace || TABLES.includes(type)) return rows;
  throw new RangeError(
    `${path} is a matrix of ${matrix.rows}×${matrix.columns}, but ${type} takes a list: a matrix of one row or one column, or an array`,
  );
}

function plainBigInt(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/** As Plotly writes a date: local time, without a zone; null if it is none. */
function plainDate(date: Date): string | null {
  if (Number.isNaN(date.getTime())) return null;
  const local = new Date(date.getTime() - 60_000 * date.getTimezoneOffset());
  return local.toISOString().slice(0, -1);
}

function kindOf(value: unknown): string {
  if (typeof value === "function") return "a function, not a value: was it to be called?";
  if (typeof value === "object" && value !== null)
    return `a ${value.constructor?.name ?? "object"}`;
  return String(value);
}
