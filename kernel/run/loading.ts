// How code finds what it imports: the project's own modules here, all else as the host
// has it.

import { dirname, isAbsolute, resolvePath } from "../compile/paths";
import type { Project } from "../compile/project";
import { host, type Loader } from "./host";
import { asRequired } from "./interop";

const SOURCE = /\.([cm]?[jt]sx?|json)$/;
const DECLARATION = /\.d\.([cm]?)ts$/;

/** Tells the project's modules from others, and loads the others. */
export class Loading {
  private readonly loaders = new Map<string, Loader>();
  /** ES modules by the folder of who imports them and their name. */
  private readonly esModules = new Map<string, object>();

  constructor(private readonly project: Project) {}

  /** The project's file that `name` means in the code of `from`; null if it is another's. */
  find(name: string, from: string): string | null {
    if (name.startsWith("file:")) return this.own(host.fromUrl(name));
    const isPath = /^\.{0,2}\//.test(name) || /^\.\.?$/.test(name) || isAbsolute(name);
    if (!isPath && !this.isMapped(name)) return null;
    const found = this.project.resolve(name, from)?.resolvedFileName;
    const code = found?.replace(DECLARATION, ".$1js");
    return (code && this.own(code)) || (isPath ? this.own(resolvePath(dirname(from), name)) : null);
  }

  /** Loads an ES module that is not the project's, for the code of `from` to require. */
  async prepare(name: string, from: string): Promise<void> {
    const loader = this.loader(from);
    if (loader.isCommonJs(name)) return;
    const key = `${dirname(from)} ${name}`;
    if (this.esModules.has(key)) return;
    this.esModules.set(key, asRequired((await loader.import(name)) as object));
  }

  /** What is not the project's, as `require` gives it. */
  require(name: string, from: string): unknown {
    return this.esModules.get(`${dirname(from)} ${name}`) ?? this.loader(from).require(name);
  }

  /** What is not the project's, as import() gives it. */
  import(name: string, from: string, options?: unknown): Promise<unknown> {
    return this.loader(from).import(name, options);
  }

  /** What the code of a file sees as `require`, beside the function. */
  properties(from: string): object {
    return this.loader(from).properties;
  }

  private own(file: string): string | null {
    return SOURCE.test(file) && this.project.isOwn(file) && this.project.isFile(file) ? file : null;
  }

  /** Whether the project's settings give a package's name to files of its own. */
  private isMapped(name: string): boolean {
    if (name.startsWith("#")) return true;
    return Object.keys(this.project.options.paths ?? {}).some((pattern) => {
      const [start, end] = pattern.split("*");
      return end === undefined
        ? name === pattern
        : name.startsWith(start) && name.endsWith(end) && !name.startsWith("node:");
    });
  }

  private loader(from: string): Loader {
    const folder = dirname(from);
    let loader = this.loaders.get(folder);
    if (!loader) {
      loader = host.loaderFor(`${folder}/src.js`);
      this.loaders.set(folder, loader);
    }
    return loader;
  }
}
