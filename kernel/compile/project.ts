// The project's program: its files that cells import, with the libraries' types, in a
// language service. It is made anew when one of them has changed or a cell imports
// another; cells are checked by it without becoming part of it, which is what makes
// them quick.
import { Deferred } from "./deferred";
import { Documents, type PreparedDocuments } from "./documents";
import type { Files } from "./host";
import { readOptions } from "./options";
import { relativePath } from "./paths";
import { type Program, type SourceFile, ts } from "./typescript";

/** Where the program is given the code that is being written, for questions about it. */
export const DRAFT = "#draft.ts";

const GLOBALS = "#globals.d.ts";

/** A file's text when it was last looked at; null if it was missing. */
interface Seen {
  stamp: string | null;
  text: string | null;
}

/** The files of one project, as the compiler knows them. */
export class Project {
  readonly options: ts.CompilerOptions;
  readonly documents: Documents;
  readonly service: ts.LanguageService;
  /** Cells that are modules of their own, by path. */
  private readonly virtual = new Map<string, string>();
  private readonly roots = new Set<string>();
  private readonly versions = new Map<string, number>();
  private readonly seen = new Map<string, Seen>();
  private readonly deferred = new Deferred();
  private version = 1;
  private current: Program | undefined;
  private resolveAnew = false;

  constructor(
    private readonly given: Files,
    readonly folder: string,
    globals: string,
    documents?: PreparedDocuments,
  ) {
    this.options = readOptions(given, folder);
    this.documents = new Documents({ ...given, read: (file) => this.read(file) }, documents);
    // Without a file there would be no libraries either.
    const draft = `${folder}/${DRAFT}`;
    this.virtual.set(draft, "");
    this.roots.add(draft);
    this.virtual.set(`${folder}/${GLOBALS}`, globals);
    this.roots.add(`${folder}/${GLOBALS}`);
    this.service = ts.createLanguageService(this.host(), this.documents);
  }

  /** The program as of now. */
  get program(): Program {
    const program = this.service.getProgram() as Program;
    if (program !== this.current) {
      if (this.wants(program, importsOf(program))) return this.program;
      this.current = program;
      this.resolveAnew = false;
      this.letCellsImport(program);
      this.watch(program);
    }
    return program;
  }

  /** The file that a cell or a module of the project means by `name`, if there is one. */
  resolve(
    name: string,
    from: string,
    mode: ts.ResolutionMode = ts.ModuleKind.ESNext,
  ): ts.ResolvedModuleFull | undefined {
    const { options } = this;
    return ts.resolveModuleName(name, from, options, this.files(), undefined, undefined, mode)
      .resolvedModule;
  }

  /** Makes the files that a cell imports part of the program, as far as they are not. */
  include(modules: { name: string; required: boolean }[], from: string): void {
    const { program } = this;
    this.wants(
      program,
      modules.map(({ name }) => name),
    );
    for (const { name, required } of modules) {
      const mode = required ? ts.ModuleKind.CommonJS : ts.ModuleKind.ESNext;
      const found = this.resolve(name, from, mode);
      if (!found) continue;
      const { resolvedFileName: file, extension, isExternalLibraryImport } = found;
      // What is JavaScript in a package has no types to give.
      if (isExternalLibraryImport && /^\.[cm]?jsx?$/.test(extension)) continue;
      if (!program.getSourceFile(file)) this.addRoot(file);
    }
  }

  /** Makes a file part of the program. */
  addRoot(file: string): void {
    this.roots.add(file);
    this.version++;
  }

  /** Takes a file out of the program again. */
  removeRoot(file: string): void {
    if (this.roots.delete(file)) this.version++;
  }

  /** Gives the program the code that is being written. */
  draft(file: SourceFile): void {
    this.documents.put(file);
    this.versions.set(file.fileName, Number(file.version));
    this.addRoot(file.fileName);
  }

  /** Takes `text` for the file at a path, whatever is there. */
  addVirtual(file: string, text: string): void {
    this.virtual.set(file, text);
    this.changed(file);
    this.resolveAnew = true;
  }

  /** A file's text, as the compiler sees it. */
  read(file: string): string | undefined {
    if (this.deferred.has(file)) return "";
    return this.virtual.get(file) ?? this.given.read(file);
  }

  /** Whether there is such a file. */
  isFile(file: string): boolean {
    return this.virtual.has(file) || this.given.isFile(file);
  }

  /** Whether a file is the project's own, and not a package's. */
  isOwn(file: string): boolean {
    return !/\/node_modules\//.test(file) && !file.startsWith(`${this.given.libFolder}/`);
  }

  /** Starts to keep an eye on a file. */
  look(file: string): void {
    if (this.seen.has(file) || this.virtual.has(file)) return;
    this.seen.set(file, { stamp: this.given.stamp(file), text: this.given.read(file) ?? null });
  }

  /** The files that have been edited, deleted or made since last asked. */
  changedFiles(): string[] {
    const changed: string[] = [];
    for (const [file, seen] of this.seen) {
      const stamp = this.given.stamp(file);
      if (stamp === seen.stamp) continue;
      seen.stamp = stamp;
      const text = stamp === null ? null : (this.given.read(file) ?? null);
      if (text === seen.text) continue;
      if (text === null || seen.text === null) this.resolveAnew = true;
      seen.text = text;
      this.changed(file);
      changed.push(file);
    }
    return changed;
  }

  /** Has the project's files find anew what they import: there may be other files by now. */
  beginAnew(): void {
    this.resolveAnew = true;
  }

  /** Makes the program anew, of the same files as far as they have not changed. */
  makeAnew(): void {
    this.lookAgain();
    this.current = undefined;
    void this.program;
  }

  /** Whether a file is there that another of the project has been found to miss. */
  missingFound(missing: Map<string, Set<string>>): boolean {
    for (const [file, names] of missing) {
      for (const name of names) if (this.resolve(name, file)) return this.lookAgain();
    }
    return false;
  }

  /** How a file is named to the user. */
  label(file: string): string {
    return relativePath(this.folder, file);
  }

  /** Whether modules are imported whose declarations have not been read. */
  private wants(program: Program, modules: string[]): boolean {
    const files = program.getSourceFiles().map(({ fileName }) => fileName);
    const wanted = this.deferred.take(modules, files);
    for (const file of wanted) this.changed(file);
    return wanted.length > 0;
  }

  private lookAgain(): true {
    this.resolveAnew = true;
    this.version++;
    return true;
  }

  private changed(file: string): void {
    this.documents.forget(file);
    this.versions.set(file, (this.versions.get(file) ?? 1) + 1);
    this.version++;
  }

  private watch(program: Program): void {
    for (const { fileName } of program.getSourceFiles()) {
      if (this.isOwn(fileName) && !fileName.startsWith(`${this.folder}/#`)) this.look(fileName);
    }
  }

  /** Lets cells, which are no part of the program, import modules that are. */
  private letCellsImport(program: Program): void {
    const { getResolvedModule } = program;
    const known = new Map<string, ts.ResolvedModuleWithFailedLookupLocations>();
    program.getResolvedModule = (file, name, mode) => {
      const found = getResolvedModule(file, name, mode);
      if (found || !file.fileName.startsWith(`${this.folder}/#`)) return found;
      let resolution = known.get(`${mode} ${name}`);
      if (!resolution) {
        const { options } = this;
        const cell = file.fileName;
        const files = this.files();
        resolution = ts.resolveModuleName(name, cell, options, files, undefined, undefined, mode);
        known.set(`${mode} ${name}`, resolution);
      }
      return resolution;
    };
    program.getResolvedModuleFromModuleSpecifier = (specifier, file = specifier.getSourceFile()) =>
      program.getResolvedModule(
        file,
        specifier.text,
        program.getModeForUsageLocation(file, specifier),
      );
  }

  private files(): ts.ModuleResolutionHost {
    const { given } = this;
    return {
      fileExists: (file) => this.isFile(file),
      readFile: (file) => this.read(file),
      directoryExists: given.isFolder,
      getDirectories: (folder) => given.list(folder).folders,
      realpath: (file) => (this.virtual.has(file) ? file : given.realPath(file)),
      getCurrentDirectory: () => this.folder,
      useCaseSensitiveFileNames: given.caseSensitive,
    };
  }

  private host(): ts.LanguageServiceHost & { hasInvalidatedResolutions(path: string): boolean } {
    const { given, documents } = this;
    const files = this.files();
    return {
      ...files,
      fileExists: files.fileExists,
      readFile: files.readFile,
      getDirectories: (folder) => given.list(folder).folders,
      readDirectory: (folder, extensions) =>
        given
          .list(folder)
          .files.filter((name) => !extensions || extensions.some((end) => name.endsWith(end)))
          .map((name) => `${folder}/${name}`),
      useCaseSensitiveFileNames: () => given.caseSensitive,
      getCompilationSettings: () => this.options,
      getScriptFileNames: () => [...this.roots].filter((file) => this.isThere(file)),
      getScriptVersion: (file) => String(this.versions.get(file) ?? 1),
      getScriptSnapshot: (file) => documents.snapshot(file),
      getCurrentDirectory: () => this.folder,
      getDefaultLibFileName: (options) => `${given.libFolder}/${ts.getDefaultLibFileName(options)}`,
      getProjectVersion: () => String(this.version),
      hasInvalidatedResolutions: (path) => this.resolveAnew && this.isOwn(path),
    };
  }

  private isThere(file: string): boolean {
    return file.startsWith(`${this.folder}/#`) || this.isFile(file);
  }
}

/** The modules that files of a program import, but for what Node's own types refer to. */
function importsOf(program: Program): string[] {
  return program.getSourceFiles().flatMap(({ fileName, imports = [] }: ts.SourceFile & Imports) => {
    return fileName.includes("@types/node/") ? [] : imports.map(({ text }) => text);
  });
}

type Imports = Pick<SourceFile, "imports">;
