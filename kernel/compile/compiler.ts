// tslab's converter with what it lacks here: errors that are thrown, and news of
// edited files in time for the very next cell.
import fs from "node:fs";
import Module, { createRequire } from "node:module";
import path from "node:path";
import type { Converter, ConvertResult, Diagnostic } from "tslab/dist/converter";
import type { TypeScript } from "./typescript";
import { tellAboutFolder, watched } from "./typescript";

/** Code that does not compile. */
export class CompileError extends Error {
  /** What to name first of all that is wrong. */
  main: Diagnostic;

  constructor(
    /** All that is wrong, in the compiler's order. */
    readonly diagnostics: Diagnostic[],
    /** The cell that was compiled. */
    readonly code: string,
    private readonly folder: string,
  ) {
    super(diagnostics[0].messageText);
    // The compiler's codes from 1000 to 1999 are for syntax.
    this.name = diagnostics[0].code < 2000 ? "SyntaxError" : "TypeScriptError";
    this.main = diagnostics[0];
  }

  /** The lines of a file that is among what is wrong. */
  sourceOf(fileName: string): string[] {
    const file = path.join(this.folder, fileName);
    return fs.existsSync(file) ? fs.readFileSync(file, "utf8").split("\n") : [];
  }
}

/** Ends with its line, so that another line cannot mend it. */
const UNTERMINATED_STRING = 1002;
const CANNOT_FIND_MODULE = new Set([2307, 2792, 7016]);

/** tslab's converter, without the forty files by which it learns Node's major version. */
function loadConverter(): typeof import("tslab/dist/converter") {
  const semver = createRequire(require.resolve("tslab/package.json")).resolve("semver");
  const substitute = new Module(semver);
  substitute.exports = { major: (version: string) => Number.parseInt(version.slice(1), 10) };
  substitute.loaded = true;
  const known = require.cache[semver];
  require.cache[semver] = substitute;
  try {
    return require("tslab/dist/converter");
  } finally {
    // Cells that want semver get the real one.
    if (known) require.cache[semver] = known;
    else delete require.cache[semver];
  }
}

/** Compiles cells and what they import. Holds the one slow object: make it once. */
export class Compiler {
  private readonly converter: Converter;
  private readonly seen = new Map<string, { stat: string; text: string | null }>();
  private missing: string[] = [];

  constructor(
    readonly typescript: TypeScript,
    private readonly folder: string,
  ) {
    this.converter = loadConverter().createConverter({ isJS: false });
  }

  /** Compiles a cell. Throws a CompileError if that fails. */
  compile(declarations: string, code: string): ConvertResult {
    this.tellAboutNewFiles();
    const result = this.converter.convert(declarations, code);
    if (result.diagnostics.length > 0) {
      this.noteMissing(result.diagnostics);
      throw new CompileError(result.diagnostics, code, this.folder);
    }
    this.recordFiles();
    return result;
  }

  /** Makes a cell that starts with `@module name` importable as `./name`. */
  addModule(name: string, code: string, meta: object): void {
    const diagnostics = this.converter.addModule(name, code, meta);
    if (diagnostics.length > 0) throw new CompileError(diagnostics, code, this.folder);
  }

  /** What tslab knows about the code at `position`. */
  inspect(declarations: string, code: string, position: number) {
    return this.converter.inspect(declarations, code, position);
  }

  /** How the code at `position` may go on. */
  complete(declarations: string, code: string, position: number) {
    return this.converter.complete(declarations, code, position);
  }

  /** The project's files that have been edited since last asked, newly told to tslab. */
  changedFiles(): string[] {
    const changed: string[] = [];
    for (const [file, seen] of this.seen) {
      const now = this.look(file, seen);
      if (now.text === seen.text) continue;
      const { Created, Changed, Deleted } = this.typescript.FileWatcherEventKind;
      const kind = now.text === null ? Deleted : seen.text === null ? Created : Changed;
      watched.files.get(file)?.(file, kind);
      changed.push(file);
    }
    return changed;
  }

  /** What is wrong with code by its syntax alone: "open" if it may go on at its end. */
  syntaxProblem(code: string): "wrong" | "open" | null {
    const { createSourceFile, ScriptTarget } = this.typescript;
    // The export makes it a module, in which a top-level await is no mistake.
    const text = `export {};${code}`;
    const source = createSourceFile("cell.ts", text, ScriptTarget.Latest) as unknown as {
      parseDiagnostics: { start: number; code: number }[];
    };
    const [first] = source.parseDiagnostics;
    if (!first) return null;
    if (first.code === UNTERMINATED_STRING) return "wrong";
    return first.start >= text.trimEnd().length ? "open" : "wrong";
  }

  /** Starts to keep an eye on the project's files that the compiler has come to use. */
  private recordFiles(): void {
    for (const file of watched.files.keys()) {
      if (this.seen.has(file) || !this.isProjectFile(file)) continue;
      this.look(file, { stat: "", text: "" });
    }
  }

  private isProjectFile(file: string): boolean {
    const relative = path.relative(this.folder, file);
    const outside = relative.startsWith("..") || path.isAbsolute(relative);
    return !outside && !relative.includes("node_modules") && /\.[jt]sx?$/.test(file);
  }

  private look(file: string, seen: { stat: string; text: string | null }) {
    const status = fs.statSync(file, { bigint: true, throwIfNoEntry: false });
    if (!status) {
      const gone = { stat: "", text: null };
      this.seen.set(file, gone);
      return gone;
    }
    const stat = `${status.ino} ${status.size} ${status.mtimeNs} ${status.ctimeNs}`;
    if (stat === seen.stat) return seen;
    const now = { stat, text: fs.readFileSync(file, "utf8") };
    // A file written within the clock's last tick may be written again unnoticed.
    if (Date.now() - Number(status.ctimeMs) < 100) now.stat = "";
    this.seen.set(file, now);
    return now;
  }

  private noteMissing(diagnostics: Diagnostic[]): void {
    this.missing = diagnostics
      .filter((diagnostic) => CANNOT_FIND_MODULE.has(diagnostic.code))
      .map((diagnostic) => diagnostic.messageText);
  }

  /** A module that could not be found may be there by now: have it looked for again. */
  private tellAboutNewFiles(): void {
    if (this.missing.length === 0) return;
    this.missing = [];
    for (const folder of watched.folders.keys()) {
      if (!fs.existsSync(folder)) continue;
      for (const name of fs.readdirSync(folder)) {
        tellAboutFolder(folder, path.posix.join(folder, name));
      }
    }
  }
}
