// Edited files take effect in the next cell that runs, without running their
// import again, as `%autoreload 2` does for Python.
import type { Compiler } from "../compile/compiler";
import type { Cell } from "./cell";
import type { Modules, Reloaded } from "./modules";
import { describeError } from "./traceback";

/** A line to print, if there is anything to say. */
export type Notice = { stream: "stdout" | "stderr"; text: string } | null;

/** What of a session is brought up to date. */
export interface Reloadable {
  readonly compiler: Compiler;
  readonly modules: Modules;
  /** Puts new versions of modules in force, for the names that cells imported too. */
  reload(cell: Cell, changed: string[]): Promise<Reloaded>;
}

/** Brings a session's modules up to date. */
export class Autoreload {
  /** Source files whose last edit is not in force yet. */
  private readonly pending = new Set<string>();
  /** The failure that has been reported already, by failing a cell. */
  private reported = "";

  constructor(private readonly session: Reloadable) {}

  /**
   * Puts edited files in force. Throws what is wrong with them, once; until they are
   * mended the version before stays, and each cell is told so.
   */
  async refresh(cell: Cell): Promise<Notice> {
    const { compiler, modules } = this.session;
    for (const file of compiler.project.changedFiles()) {
      if (modules.isLoaded(file)) this.pending.add(file);
    }
    if (this.pending.size === 0) return null;
    const names = [...this.pending].map((file) => compiler.project.label(file));
    try {
      compiler.checkAgain(modules.withImporters(this.pending));
      const stale = modules.stale(this.pending);
      const reloaded = stale.length > 0 ? await this.session.reload(cell, stale) : null;
      this.pending.clear();
      this.reported = "";
      return reloaded && { stream: "stdout", text: this.describe(stale, reloaded) };
    } catch (error) {
      const { ename, evalue } = describeError(error);
      const problem = `${ename}: ${evalue}`;
      if (problem !== this.reported) {
        this.reported = problem;
        throw error;
      }
      const text = `${names.join(", ")}: still its last version (${problem})\n`;
      return { stream: "stderr", text };
    }
  }

  private describe(stale: string[], { paths, stuck }: Reloaded): string {
    const name = (file: string) => this.session.compiler.project.label(file);
    const importers = paths.filter((file) => !stale.includes(file)).map(name);
    let text = `reloaded ${stale.map(name).join(", ")}`;
    if (importers.length > 0) text += ` and what imports it: ${importers.join(", ")}`;
    for (const problem of stuck) text += `; ${problem}`;
    return `${text}\n`;
  }
}
