// What is wrong with the project's files that cells import: checked again only when
// they, or something they import, have changed.
import { isAboutStyle } from "./errors";
import type { Project } from "./project";
import type { Program, SourceFile, ts } from "./typescript";

const CANNOT_FIND_MODULE = new Set([2307, 2732, 2792, 7016]);

/** Checks files, and remembers what it found. */
export class Checks {
  /** By file: the files it depended on when it was checked, and what was found. */
  private readonly known = new Map<
    ts.SourceFile,
    { files: ts.SourceFile[]; found: ts.Diagnostic[] }
  >();
  /** By file: the modules it imports that could not be found. */
  private readonly missing = new Map<string, Set<string>>();

  constructor(private readonly project: Project) {}

  /** What is wrong with these files and the project's files they import. */
  of(names: string[]): ts.Diagnostic[] {
    const { program } = this.project;
    return this.closure(program, names).flatMap((file) => this.check(program, file));
  }

  /** A module that could not be found may be there by now: has it looked for again. */
  lookForMissing(): void {
    if (this.missing.size > 0 && this.project.missingFound(this.missing)) this.missing.clear();
  }

  private check(program: Program, file: ts.SourceFile): ts.Diagnostic[] {
    const files = this.closure(program, [file.fileName]);
    const known = this.known.get(file);
    const isSame =
      known?.files.length === files.length && files.every((each, i) => each === known.files[i]);
    if (known && isSame && known.found.length === 0) return [];
    const all = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    const found = all.filter((diagnostic) => !isAboutStyle(diagnostic));
    this.known.set(file, { files, found });
    for (const { code, start, length } of all) {
      if (!CANNOT_FIND_MODULE.has(code) || start === undefined) continue;
      const name = file.text.slice(start, start + (length ?? 0)).replace(/^["'`]|["'`]$/g, "");
      const names = this.missing.get(file.fileName) ?? new Set();
      this.missing.set(file.fileName, names.add(name));
    }
    return found;
  }

  /** Files and all that they import, as far as they are the project's own. */
  private closure(program: Program, names: string[]): ts.SourceFile[] {
    const found = new Set<ts.SourceFile>();
    const visit = (name: string): void => {
      const file = program.getSourceFile(name) as SourceFile | undefined;
      if (!file || found.has(file) || !this.project.isOwn(name)) return;
      found.add(file);
      for (const specifier of file.imports ?? []) {
        const resolved = program.getResolvedModuleFromModuleSpecifier(specifier, file);
        const next = resolved?.resolvedModule?.resolvedFileName;
        if (next) visit(next);
      }
    };
    for (const name of names) visit(name);
    return [...found];
  }
}
