// What the compiler finds wrong with lib as a whole, as `npm test` of the handout says it.
import type { Files } from "../compile/host";
import { ts } from "../compile/typescript";

/** A line or more for each. */
export function typeProblems(files: Files, folder: string): string[] {
  const config = ts.parseConfigFileTextToJson("tsconfig.json", textOf(files, folder));
  const { fileNames, options } = ts.parseJsonConfigFileContent(
    config.config,
    parsing(files),
    folder,
  );
  const program = ts.createProgram(fileNames, options, compiling(files, folder));
  return ts.getPreEmitDiagnostics(program).map((problem) => told(problem, `${folder}/`));
}

/** "lib/mlp.ts:3: … (TS2322)" */
function told({ file, start, messageText, code }: ts.Diagnostic, folder: string): string {
  const text = ts.flattenDiagnosticMessageText(messageText, "\n    ");
  const place = file && ts.getLineAndCharacterOfPosition(file, start ?? 0);
  const where = place && `${file.fileName.replace(folder, "")}:${place.line + 1}: `;
  return `${where ?? ""}${text} (TS${code})`;
}

function textOf(files: Files, folder: string): string {
  return files.read(`${folder}/tsconfig.json`) ?? "{}";
}

function parsing(files: Files): ts.ParseConfigHost {
  return {
    useCaseSensitiveFileNames: true,
    fileExists: (file) => files.isFile(file),
    readFile: (file) => files.read(file),
    readDirectory: (folder, extensions = []) => sources(files, folder, extensions),
  };
}

/** The files below a folder, but for packages and what was built. */
function sources(files: Files, folder: string, extensions: readonly string[]): string[] {
  const inside = files.list(folder);
  return [
    ...inside.files
      .map((name) => `${folder}/${name}`)
      .filter((file) => extensions.some((end) => file.endsWith(end))),
    ...inside.folders
      .filter((name) => !/^(node_modules|dist)$/.test(name))
      .flatMap((name) => sources(files, `${folder}/${name}`, extensions)),
  ];
}

function compiling(files: Files, folder: string): ts.CompilerHost {
  return {
    fileExists: (file) => files.isFile(file),
    readFile: (file) => files.read(file),
    directoryExists: (path) => files.isFolder(path),
    getDirectories: (path) => files.list(path).folders,
    getSourceFile(file, language) {
      const text = files.read(file);
      return text === undefined ? undefined : ts.createSourceFile(file, text, language);
    },
    getDefaultLibFileName: (options) => `${files.libFolder}/${ts.getDefaultLibFileName(options)}`,
    getDefaultLibLocation: () => files.libFolder,
    getCurrentDirectory: () => folder,
    getCanonicalFileName: (file) => file,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    writeFile: () => {},
  };
}
