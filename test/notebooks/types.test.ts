import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import ts from "typescript";
import { notebooks } from "../../scripts/execute-notebooks";
import { root } from "../../scripts/paths";
import { codeCells, folder, readNotebook, textOf } from "./notebook";

const BETWEEN_CELLS = "\n// next cell\n";

/** A notebook's code as one module in the project's folder, where the kernel runs it. */
const modules = new Map(
  notebooks.map((name) => {
    const cells = codeCells(readNotebook(join(folder, name))).map((cell) => textOf(cell.source));
    return [join(root, name.replace(".ipynb", ".notebook.ts")), cells.join(BETWEEN_CELLS)];
  }),
);

test("does the notebooks' code compile under the project's strict settings?", () => {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root);
  // As modules of ES: the kernel allows await at the top level of a cell.
  const settings = { ...options, module: ts.ModuleKind.ESNext, noUnusedLocals: false };
  const host = ts.createCompilerHost(settings);
  const { readFile, fileExists } = host;
  host.readFile = (path) => modules.get(path) ?? readFile(path);
  host.fileExists = (path) => modules.has(path) || fileExists(path);
  host.getSourceFile = (path, target) =>
    ts.createSourceFile(path, host.readFile(path) ?? "", target, true);
  const program = ts.createProgram([...modules.keys()], settings, host);
  const messages = [...modules.keys()].flatMap((path) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(path))
      .map((diagnostic) =>
        ts.formatDiagnostic(diagnostic, { ...host, getCurrentDirectory: () => root }),
      ),
  );
  assert.deepEqual(messages, []);
});

for (const [path, code] of modules) {
  test(`is the code of ${path.slice(root.length + 1)} formatted like the rest?`, () => {
    const biome = join(root, "node_modules", "@biomejs", "biome", "bin", "biome");
    const args = [biome, "format", `--stdin-file-path=${path}`];
    const formatted = execFileSync(process.execPath, args, {
      cwd: root,
      input: code,
      encoding: "utf8",
    });
    const tidy = formatted.split(BETWEEN_CELLS).map((cell) => cell.trim());
    code.split(BETWEEN_CELLS).forEach((cell, i) => {
      // A cell may end in an expression, whose value is shown, without a semicolon.
      assert.ok([cell, `${cell};`].includes(tidy[i]), `should be\n${tidy[i]}`);
    });
  });
}
