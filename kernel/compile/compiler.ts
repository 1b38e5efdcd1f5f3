// Compiles cells and the modules they import.
import { type Binding, bindingsOf, exportedSymbols } from "./bindings";
import {
  augments,
  awaits,
  type CellSource,
  importedModules,
  isJsx,
  parseCell,
} from "./cell-source";
import { Checks } from "./checks";
import type { PreparedDocuments } from "./documents";
import { CompileError, isAboutStyle, type Mistake, toMistake } from "./errors";
import type { Files } from "./host";
import { compileModule, type ModuleCode } from "./module-code";
import { DeclaredNames } from "./names";
import { dirname } from "./paths";
import { Project } from "./project";
import { Questions } from "./questions";
import { cellTransformer, freeNames, type Names, type Steps } from "./transform";
import { type SourceFile, ts } from "./typescript";

/** A cell as compiled. */
export interface CellCode {
  code: string;
  /** The source map, as JSON, to the cell's code shifted by `shift` characters. */
  map: string;
  shift: number;
  isAsync: boolean;
  names: Names;
  /** What it imports, before anything else happens. */
  bindings: Binding[];
  /** The names it declares. */
  steps: Steps;
  file: SourceFile;
}

const USED_BEFORE_ASSIGNED = 2454;

/** The compiler of one kernel. */
export class Compiler {
  readonly project: Project;
  readonly names = new DeclaredNames();
  readonly questions: Questions;
  private readonly checks: Checks;
  private readonly labels = new Map<string, string>();
  private readonly modules = new Map<string, ModuleCode>();
  private cells = 0;

  /** @param globals declares what cells have beside what Node's types say */
  constructor(files: Files, folder: string, globals = "", documents?: PreparedDocuments) {
    this.project = new Project(files, folder, globals, documents);
    this.checks = new Checks(this.project);
    this.questions = new Questions(this.project, this.names);
  }

  /** Forgets the cells it has compiled. */
  forgetCells(): void {
    this.names.clear();
    this.labels.clear();
  }

  /** Lets go of the types that it has worked out: the next cell works out those that it needs. */
  forgetTypes(): void {
    this.project.makeAnew();
  }

  /** Compiles a cell. Throws a CompileError if that fails; nothing has changed then. */
  compile(code: string, label: string): CellCode {
    this.checks.lookForMissing();
    const path = `${this.project.folder}/#cell-${++this.cells}.ts`;
    const cell = parseCell(path, code, this.project.options);
    const { file, shift } = cell;
    this.labels.set(path, label);
    if (file.parseDiagnostics.length > 0) {
      const error = this.error(cell, code, file.parseDiagnostics);
      if (isJsx(code)) error.main.details.push("Cells are TypeScript without JSX.");
      throw error;
    }
    this.names.lend(file);
    const modules = importedModules(cell);
    this.project.include(modules, path);
    const isGlobal = augments(file);
    // What a program finds out about its files, and the compiler's messages look at.
    if (!isGlobal) file.imports = modules.map(({ node }) => node);
    if (isGlobal) {
      this.project.documents.put(file);
      this.project.addRoot(path);
    }
    try {
      this.check(cell, code);
      return { ...this.emit(file), shift, file };
    } catch (error) {
      if (isGlobal) this.project.removeRoot(path);
      throw error;
    }
  }

  /** Takes the names that a cell has declared for the cells after it. */
  commit(cell: CellCode): void {
    this.take(cell, () => true);
  }

  /**
   * Takes the names that a cell has declared before it failed at a step, unless nothing has
   * been assigned to them: `let x: number;` alone leaves nothing to keep.
   */
  commitUntil(cell: CellCode, step: number, isSet: (name: string) => boolean): void {
    this.take(cell, (name, needed) => needed === 0 || (needed <= step && isSet(name)));
  }

  private take({ file, steps }: CellCode, isThere: (name: string, step: number) => boolean): void {
    for (const [name, step] of steps) {
      if (isThere(name, step)) this.names.take(name, file);
    }
    const { program } = this.project;
    for (const symbol of exportedSymbols(file, program.getTypeChecker())) {
      this.names.set(symbol.name, symbol);
    }
  }

  /** Compiles a module of the project. Throws a CompileError if that fails. */
  module(file: string): ModuleCode {
    const source = this.project.read(file);
    if (source === undefined) throw new Error(`there is no ${this.project.label(file)}`);
    this.project.look(file);
    const known = this.modules.get(file);
    if (known?.source === source) return known;
    return compileModule(file, source, this.project.options, this.isEsPackage(file));
  }

  /** Compiles the modules that have been imported, for whoever asks for them as they are now. */
  compileModules(): void {
    const { folder, program } = this.project;
    for (const { fileName } of program.getSourceFiles()) {
      if (!this.project.isOwn(fileName) || /\.d\.[cm]?ts$/.test(fileName)) continue;
      if (!fileName.startsWith(`${folder}/#`)) this.modules.set(fileName, this.module(fileName));
    }
  }

  /** Takes a cell's code for the module at `file`. Throws a CompileError if that fails. */
  makeModule(file: string, code: string): void {
    this.project.addVirtual(file, code);
    this.checkModule(file);
  }

  /** Checks modules that have been loaded, their files having changed since. */
  checkAgain(files: string[]): void {
    this.throwIfWrong(this.checks.of(files.filter((file) => this.project.isFile(file))));
    const gone = files.filter((file) => !this.project.isFile(file));
    if (gone.length === 0) return;
    const names = gone.map((file) => this.project.label(file));
    throw new Error(`${names.join(", ")}: deleted, but in use`);
  }

  /** Checks a module and all it imports. Throws a CompileError if something is wrong. */
  checkModule(file: string): void {
    if (!this.project.program.getSourceFile(file)) this.project.addRoot(file);
    this.throwIfWrong(this.checks.of([file]));
  }

  private check(cell: CellSource, code: string): void {
    const { program } = this.project;
    const { file } = cell;
    const found = [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ].filter(
      (diagnostic) =>
        diagnostic.file === file &&
        !isAboutStyle(diagnostic) &&
        !(diagnostic.code === USED_BEFORE_ASSIGNED && this.isLent(file, diagnostic)),
    );
    const imported = importedModules(cell).flatMap(({ name }) => {
      const resolved = this.project.resolve(name, file.fileName)?.resolvedFileName;
      return resolved ? [resolved] : [];
    });
    this.throwIfWrong(this.checks.of(imported));
    if (found.length > 0) throw this.error(cell, code, found);
  }

  /** Whether a diagnostic is about another cell's variable: a third may have assigned it. */
  private isLent(file: SourceFile, { start = 0, length = 0 }: ts.Diagnostic): boolean {
    const symbol = file.locals.get(file.text.slice(start, start + length));
    return symbol?.valueDeclaration?.getSourceFile() !== file;
  }

  private throwIfWrong(diagnostics: readonly ts.Diagnostic[]): void {
    if (diagnostics.length === 0) return;
    const mistakes = diagnostics.map((diagnostic) => {
      const { file } = diagnostic;
      const place = {
        file: file && this.project.label(file.fileName),
        shift: 0,
        code: file?.text ?? "",
      };
      return toMistake(diagnostic, place, this.tidy);
    });
    throw new CompileError(mistakes, this.linesOf, "");
  }

  private error(
    { file, shift }: CellSource,
    code: string,
    diagnostics: readonly ts.Diagnostic[],
  ): CompileError {
    const place = { shift, code };
    const mistakes = diagnostics.map((each): Mistake => toMistake(each, place, this.tidy));
    const linesOf = (name: string | undefined) =>
      name === undefined ? code.split("\n") : this.linesOf(name);
    return new CompileError(mistakes, linesOf, this.labels.get(file.fileName) ?? "");
  }

  private linesOf = (file: string | undefined): string[] =>
    (file === undefined ? "" : (this.project.read(`${this.project.folder}/${file}`) ?? "")).split(
      "\n",
    );

  /** Cells are called by their labels, not by the files they are to the compiler. */
  private tidy = (text: string): string =>
    text.replace(/import\("([^"]*\/#cell-\d+)(?:\.ts)?"\)\.?/g, (whole, path) => {
      const label = this.labels.get(`${path}.ts`);
      return label ? `${label} ` : whole;
    });

  private emit(file: SourceFile): Omit<CellCode, "shift" | "file"> {
    const { program } = this.project;
    const checker = program.getTypeChecker();
    const names = freeNames(file);
    const steps: Steps = new Map();
    const isValue = (name: ts.Identifier) => {
      const symbol = checker.getSymbolAtLocation(name);
      const isAlias = symbol && symbol.flags & ts.SymbolFlags.Alias;
      const target = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
      return ((target?.flags ?? 0) & ts.SymbolFlags.Value) !== 0;
    };
    let code = "";
    let map = "";
    const bindings = bindingsOf(file, checker);
    program.emit(
      file,
      (name, text) => {
        if (name.endsWith(".map")) map = text;
        else code = text;
      },
      undefined,
      false,
      { before: [cellTransformer(file, names, steps, isValue)] },
    );
    return { code, map, isAsync: awaits(file), names, bindings, steps };
  }

  private isEsPackage(file: string): boolean {
    for (let folder = dirname(file); ; folder = dirname(folder)) {
      const manifest = this.project.read(`${folder}/package.json`);
      if (manifest !== undefined) return /"type"\s*:\s*"module"/.test(manifest);
      if (folder === dirname(folder)) return false;
    }
  }
}
