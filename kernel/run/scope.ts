// The variables of all cells. Cells read and write them here, and so do their functions,
// however early they were made.

/** Variables by name. */
export type Values = Record<PropertyKey, unknown>;

/** What a name that a cell imports reads. */
export type Read = () => unknown;

/** The scope that all cells share. */
export class Scope {
  // Not without a prototype: V8 reads those slowly.
  readonly values: Values = {};

  /** Makes a name read what `read` gives, until something is assigned to it. */
  bind(name: string, read: Read): void {
    Object.defineProperty(this.values, name, {
      configurable: true,
      enumerable: true,
      get: read,
      set: (value: unknown) => this.assign(name, value),
    });
  }

  /** Gives up what names read, for a cell is about to declare them. */
  release(names: Iterable<string>): void {
    for (const name of names) {
      const property = Object.getOwnPropertyDescriptor(this.values, name);
      if (property?.get) this.assign(name, property.get());
    }
  }

  /** Puts replacements in the place of values, in the variables themselves. */
  replace(replacements: Map<unknown, unknown>): void {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(this.values))) {
      if (property.get || !replacements.has(property.value)) continue;
      this.values[name] = replacements.get(property.value);
    }
  }

  private assign(name: string, value: unknown): void {
    Object.defineProperty(this.values, name, {
      configurable: true,
      enumerable: true,
      writable: true,
      value,
    });
  }
}
