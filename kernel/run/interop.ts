// CommonJS and ES modules as one sees the other, in the way TypeScript compiles them.

type Exports = Record<string, unknown> & { __esModule?: boolean; default?: unknown };

const stars = new WeakMap<object, object>();
const doors = new WeakMap<object, object>();

const isObject = (value: unknown): value is Exports =>
  value !== null && (typeof value === "object" || typeof value === "function");

/** What a name in an import statement stands for: "*" the whole module, "=" as `require` has it. */
export function pick(exports: unknown, name: string): unknown {
  if (name === "=") return exports;
  if (name === "*") return star(exports);
  if (name === "default" && !(isObject(exports) && exports.__esModule)) return exports;
  return (exports as Exports | null | undefined)?.[name];
}

/** A module as `import * as module` and `import()` have it. */
export function star(exports: unknown): unknown {
  if (!isObject(exports)) return { default: exports };
  if (exports.__esModule) return exports;
  let whole = stars.get(exports);
  if (!whole) {
    whole = withGetters(exports, { default: { enumerable: true, get: () => exports } });
    stars.set(exports, whole);
  }
  return whole;
}

/** An ES module as `require` of compiled code is to give it. */
export function asRequired(namespace: object): object {
  let door = doors.get(namespace);
  if (!door) {
    door = withGetters(namespace as Exports, { __esModule: { value: true } });
    doors.set(namespace, door);
  }
  return door;
}

function withGetters(from: Exports, more: PropertyDescriptorMap): object {
  const properties: PropertyDescriptorMap = {};
  for (const key of Object.keys(from)) {
    properties[key] = { enumerable: true, configurable: true, get: () => from[key] };
  }
  return Object.defineProperties({}, { ...properties, ...more });
}
