// JSON for the wire, out of reach of what cells do to the language's own objects: a
// cell that gives Object.prototype a toJSON must not decide what a reply says.

const { stringify } = JSON;
const { keys, getPrototypeOf } = Object;
const { isArray } = Array;
const { isFinite: finite } = Number;
const ROOTS: unknown[] = [Object.prototype, Array.prototype];
const hasOwn: (object: unknown, name: string) => boolean = Function.prototype.call.bind(
  Object.prototype.hasOwnProperty,
) as never;

/**
 * What JSON.stringify gives in a program that has left Object.prototype and
 * Array.prototype alone.
 *
 * @throws what the value throws when it is read, a TypeError when it contains itself or
 *   a bigint
 */
export function toJson(value: unknown): string {
  if (!hasOwn(ROOTS[0], "toJSON") && !hasOwn(ROOTS[1], "toJSON")) return stringify(value) ?? "null";
  return write(value, "", []) ?? "null";
}

function write(given: unknown, key: string, within: unknown[]): string | undefined {
  const value = convert(given, key);
  if (typeof value === "number") return finite(value) ? `${value}` : "null";
  if (typeof value === "bigint") throw new TypeError("a bigint is no JSON");
  if (typeof value === "function") return undefined;
  if (typeof value !== "object" || value === null) return stringify(value);
  if (value instanceof Number || value instanceof String || value instanceof Boolean) {
    return stringify(value.valueOf());
  }
  for (let i = 0; i < within.length; i++) {
    if (within[i] === value) throw new TypeError("a value that contains itself is no JSON");
  }
  within[within.length] = value;
  const text = isArray(value)
    ? elements(value, within)
    : entries(value as Record<string, unknown>, within);
  within.length--;
  return text;
}

function elements(list: unknown[], within: unknown[]): string {
  let text = "";
  for (let i = 0; i < list.length; i++) {
    text += (i > 0 ? "," : "") + (write(list[i], `${i}`, within) ?? "null");
  }
  return `[${text}]`;
}

function entries(object: Record<string, unknown>, within: unknown[]): string {
  const names = keys(object);
  let text = "";
  for (let i = 0; i < names.length; i++) {
    const entry = write(object[names[i]], names[i], within);
    if (entry !== undefined) text += `${text === "" ? "" : ","}${stringify(names[i])}:${entry}`;
  }
  return `{${text}}`;
}

/** By the value's own toJSON or its class's, such as a date's. */
function convert(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null) return value;
  for (let place: unknown = value; place; place = getPrototypeOf(place)) {
    if (place === ROOTS[0] || place === ROOTS[1]) break;
    if (!hasOwn(place, "toJSON")) continue;
    const { toJSON } = value as { toJSON: unknown };
    return typeof toJSON === "function"
      ? (value as { toJSON(key: string): unknown }).toJSON(key)
      : value;
  }
  return value;
}
