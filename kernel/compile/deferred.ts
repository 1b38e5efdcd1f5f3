// Large declaration files of Node's that are read only when code imports what they declare:
// a fifth of all the declarations there are.

const DEFERRED: { file: RegExp; module: RegExp }[] = [
  { file: /@types\/node\/inspector(\.generated)?\.d\.ts$/, module: /^(node:)?inspector(\/|$)/ },
  { file: /@types\/node\/http2\.d\.ts$/, module: /^(node:)?http2$/ },
  { file: /@types\/node\/test\.d\.ts$/, module: /^node:test(\/|$)/ },
];

/** What is still to be read. */
export class Deferred {
  private readonly waiting = new Set(DEFERRED);

  /** Whether a file is to be taken for empty. */
  has(file: string): boolean {
    if (!file.includes("@types/node/")) return false;
    return [...this.waiting].some((each) => each.file.test(file));
  }

  /** Those of `files` that have to be read, now that modules are imported. */
  take(modules: Iterable<string>, files: Iterable<string>): string[] {
    if (this.waiting.size === 0) return [];
    const names = [...modules];
    const wanted = [...this.waiting].filter(({ module }) =>
      names.some((name) => module.test(name)),
    );
    for (const each of wanted) this.waiting.delete(each);
    if (wanted.length === 0) return [];
    return [...files].filter((name) => wanted.some(({ file }) => file.test(name)));
  }
}
