// The compiler's options: those of the project's tsconfig.json, the one place for them.
import type { Files } from "./host";
import { dirname } from "./paths";
import { ts } from "./typescript";

/** Without a tsconfig.json, and for what it leaves open. */
const DEFAULTS: ts.CompilerOptions = {
  strict: true,
  target: ts.ScriptTarget.ES2023,
  lib: ["lib.esnext.d.ts"],
  types: ["node"],
  esModuleInterop: true,
  resolveJsonModule: true,
};

/** What cells could not do without: await at the top level, imports as Node has them. */
const NEEDED: ts.CompilerOptions = {
  module: ts.ModuleKind.Preserve,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  allowImportingTsExtensions: true,
  allowJs: true,
  checkJs: false,
  skipLibCheck: true,
  sourceMap: true,
  // A comment alone makes no new version of a module.
  removeComments: true,
  preserveConstEnums: true,
};

/** What is left out: options for builds, and rules for how a project's code is to look. */
const OMITTED = [
  "noEmit",
  "noEmitOnError",
  "emitDeclarationOnly",
  "declaration",
  "declarationMap",
  "composite",
  "incremental",
  "tsBuildInfoFile",
  "inlineSourceMap",
  "inlineSources",
  "sourceRoot",
  "mapRoot",
  "importHelpers",
  "noEmitHelpers",
  "isolatedModules",
  "isolatedDeclarations",
  "verbatimModuleSyntax",
  "erasableSyntaxOnly",
  "outDir",
  "outFile",
  "rootDir",
  "noLib",
  "noUnusedLocals",
  "noUnusedParameters",
  "noImplicitOverride",
  "noImplicitReturns",
  "noFallthroughCasesInSwitch",
  "allowUnreachableCode",
  "allowUnusedLabels",
  "noPropertyAccessFromIndexSignature",
];

/** The options for the project in `folder`. */
export function readOptions(files: Files, folder: string): ts.CompilerOptions {
  const given = readConfig(files, folder);
  const options: ts.CompilerOptions = { ...DEFAULTS, ...given, ...NEEDED };
  for (const name of OMITTED) delete options[name];
  // Beyond it is syntax, such as `using`, that not every Node has.
  options.target = Math.min(options.target ?? 0, ts.ScriptTarget.ES2023);
  options.typeRoots ??= typeRoots(files, folder);
  return options;
}

function readConfig(files: Files, folder: string): ts.CompilerOptions {
  const file = `${folder}/tsconfig.json`;
  const text = files.read(file);
  if (text === undefined) return {};
  const { config } = ts.parseConfigFileTextToJson(file, text);
  const host: ts.ParseConfigHost = {
    useCaseSensitiveFileNames: files.caseSensitive,
    readDirectory: () => [],
    fileExists: files.isFile,
    readFile: files.read,
  };
  // Which files belong to the project is of no interest here.
  const bare = { ...config, files: [], include: [], references: undefined };
  return ts.parseJsonConfigFileContent(bare, host, folder, undefined, file).options;
}

/** Where types are looked for: above the project, and then beside TypeScript itself. */
function typeRoots(files: Files, folder: string): string[] {
  const roots: string[] = [];
  for (let current = folder; ; current = dirname(current)) {
    roots.push(`${current === "/" ? "" : current}/node_modules/@types`);
    if (current === dirname(current)) break;
  }
  roots.push(`${dirname(dirname(files.libFolder))}/@types`);
  return roots.filter((root, index) => files.isFolder(root) && roots.indexOf(root) === index);
}
