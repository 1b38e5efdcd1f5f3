// Puts a module's new exports in the place of the old ones, in all that holds those.
import { replaceClass } from "./classes";

type Members = Record<PropertyKey, unknown>;

/** What replacing exports has led to. */
export interface Outcome {
  /** From each exported function or class of an old version to the new version's. */
  replacements: Map<unknown, unknown>;
  /** What could not be renewed, and why. */
  stuck: string[];
}

/**
 * Copies a new version's exports into the object that importers hold.
 * @returns what importers are to hold from now on
 */
export function replaceExports(old: unknown, fresh: unknown, outcome: Outcome): unknown {
  if (!isObject(old) || !isObject(fresh) || Array.isArray(old) !== Array.isArray(fresh)) {
    replaceValue(old, fresh, outcome, "module.exports", new Set());
    return fresh;
  }
  const seen = new Set<unknown>();
  for (const key of Reflect.ownKeys(fresh)) {
    // A re-export cannot be redefined; it reads from a module that is replaced as well.
    const fixed = Reflect.getOwnPropertyDescriptor(old, key)?.configurable === false;
    const property = Reflect.getOwnPropertyDescriptor(fresh, key);
    if (property && "value" in property) {
      replaceValue(old[key], property.value, outcome, String(key), seen);
    }
    if (property && !fixed) Reflect.defineProperty(old, key, { ...property, configurable: true });
    else if (property && "value" in property) Reflect.set(old, key, property.value);
  }
  for (const key of Reflect.ownKeys(old)) {
    if (!Reflect.has(fresh, key)) Reflect.deleteProperty(old, key);
  }
  return old;
}

/** Renews what can be renewed in an old value for those who hold it. */
function replaceValue(
  before: unknown,
  after: unknown,
  outcome: Outcome,
  name: string,
  seen: Set<unknown>,
): void {
  if (before === after || seen.has(before)) return;
  if (typeof before === "function" && typeof after === "function") {
    outcome.replacements.set(before, after);
    if (!replaceClass(before, after)) {
      outcome.stuck.push(`#private members keep old instances of ${before.name} as they were`);
    }
    return;
  }
  if (!isObject(before) || !isObject(after)) return;
  seen.add(before);
  if (!isPlain(before) || !isPlain(after)) {
    if (holdsFunctions(before))
      outcome.stuck.push(`${name} keeps its old functions where it is held`);
    return;
  }
  for (const key of Reflect.ownKeys(before)) {
    const own = Reflect.getOwnPropertyDescriptor(before, key);
    const next = Reflect.getOwnPropertyDescriptor(after, key);
    if (!own || !("value" in own) || !next || !("value" in next)) continue;
    const path = `${name}.${String(key)}`;
    replaceValue(own.value, next.value, outcome, path, seen);
    if (typeof own.value !== "function" || typeof next.value !== "function") continue;
    if (!Reflect.set(before, key, next.value)) outcome.stuck.push(`${path} is as it was`);
  }
}

const isObject = (value: unknown): value is Members => typeof value === "object" && value !== null;

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === null || prototype === Object.prototype;
}

/** Whether a collection, or an object of some class, has functions in it. */
function holdsFunctions(value: object): boolean {
  const members =
    value instanceof Map || value instanceof Set ? [...value.values()] : Object.values(value);
  return members.some((member) => typeof member === "function");
}
