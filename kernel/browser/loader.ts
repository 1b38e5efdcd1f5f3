// How code in the worker loads what is not the project's: parts of Node, and the
// packages that the site brings, as CommonJS modules.
import { dirname, resolvePath } from "../compile/paths";
import type { Loader } from "../run/host";
import { PROJECT, type VirtualFiles } from "./files";
import type { NodeModules } from "./modules";

interface Manifest {
  main?: string;
  type?: string;
  exports?: unknown;
}

type Exports = Record<string, unknown>;

/** Loads packages, each module of them once. */
export class Packages {
  private readonly loaded = new Map<string, { exports: unknown }>();
  /** What code sees as require.cache. */
  private readonly cache: Record<string, { exports: unknown }> = {};

  constructor(
    private readonly files: VirtualFiles,
    private readonly node: NodeModules,
    /** Modules in the place of files, by their paths. */
    injected: Map<string, unknown>,
    /** Runs a script's text and gives its last value. */
    private readonly evaluate: (code: string, file: string) => unknown,
  ) {
    for (const [file, exports] of injected) this.keep(file, { exports });
  }

  /** What a file, or a cell in a folder, loads with. */
  loaderFor(file: string): Loader {
    const load = (id: string) => this.require(id, dirname(file));
    return {
      require: load,
      import: async (id) => {
        if (/^(data|blob):/.test(id)) return import(/* webpackIgnore: true */ id);
        return asModule(load(id));
      },
      isCommonJs: () => true,
      properties: {
        cache: this.cache,
        resolve: (id: string) => this.find(id, dirname(file)) ?? id,
      },
    };
  }

  private require(id: string, folder: string): unknown {
    const own = this.node(id);
    if (own !== undefined) return own;
    const file = this.find(id, folder);
    if (!file) throw missing(id);
    const known = this.loaded.get(file);
    if (known) return known.exports;
    const module: { exports: unknown } = { exports: {} };
    const text = this.files.text(file) ?? "";
    if (file.endsWith(".json")) module.exports = JSON.parse(text);
    else {
      this.keep(file, module);
      const wrapped = `(function (exports, require, module, __filename, __dirname) {${text}\n})`;
      const run = this.evaluate(wrapped, file) as (...args: unknown[]) => void;
      const inner = Object.assign((name: string) => this.require(name, dirname(file)), {
        resolve: (name: string) => this.find(name, dirname(file)) ?? name,
      });
      run.call(module.exports, module.exports, inner, module, file, dirname(file));
    }
    this.keep(file, module);
    return module.exports;
  }

  private keep(file: string, module: { exports: unknown }): void {
    this.loaded.set(file, module);
    this.cache[file] = module;
  }

  /** The file that a name means in a folder. */
  private find(id: string, folder: string): string | undefined {
    if (/^(\.{0,2}\/|\.\.?$)/.test(id)) return this.asFile(resolvePath(folder, id));
    const [, name, inside] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/.exec(id) ?? [];
    const home = `${PROJECT}/node_modules/${name}`;
    const text = this.files.text(`${home}/package.json`);
    if (text === undefined) return undefined;
    const { main, exports } = JSON.parse(text) as Manifest;
    if (inside) {
      const given = (exports as Exports | undefined)?.[`./${inside}`];
      return this.asFile(resolvePath(home, conditional(given) ?? inside));
    }
    const target = conditional(exports) ?? main ?? "index.js";
    return this.asFile(resolvePath(home, target));
  }

  private asFile(path: string): string | undefined {
    const candidates = [path, `${path}.js`, `${path}.cjs`, `${path}.json`, `${path}/index.js`];
    return candidates.find((file) => this.loaded.has(file) || this.files.isFile(file));
  }
}

/** What `exports` gives to `require`. */
function conditional(exports: unknown): string | undefined {
  if (typeof exports === "string") return exports;
  if (typeof exports !== "object" || exports === null) return undefined;
  const { ".": root, require, node, default: fallback } = exports as Exports;
  for (const value of [root, require, node, fallback]) {
    const target = conditional(value);
    if (target) return target;
  }
  return undefined;
}

function asModule(exports: unknown): unknown {
  if (typeof exports !== "object" || exports === null) return { default: exports };
  return { default: exports, ...exports };
}

/** What is said of a module that the site has not. */
export function missing(id: string): Error {
  const error = new Error(
    `${id} is not in this site, and nothing can be installed in a browser: use what lib/ and the notebooks use, or Gradbook on a computer`,
  );
  return Object.assign(error, { code: "MODULE_NOT_FOUND" });
}
