// Builds the site: JupyterLite's static JupyterLab, the notebooks, the kernel, and the
// extension that brings them together.

import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { ASSIGNMENT } from "../grading/assignment/assignment";
import { type Question, questionsOf } from "../grading/assignment/questions";
import { keptHandout, type Tools } from "../grading/handout/course";
import { handoutFiles, readFolder, writeFiles } from "../grading/handout/files";
import { makeHandout } from "../grading/handout/make";
import { root } from "../scripts/paths";
import { runStep } from "../scripts/run-step";
import { type Assignment, HANDOUT } from "./assignment";
import { makeBundle } from "./bundle";
import { firstPage } from "./first-page";
import { buildExtension, buildPrograms } from "./programs";
import { prune } from "./prune";
import { writeServiceWorker } from "./service-worker";

/** JupyterLite's settings: its own kernel's place is ours, .ts is text, one app. */
const SETTINGS = {
  "jupyter-lite-schema-version": 0,
  "jupyter-config-data": {
    appName: "Gradbook",
    defaultKernelName: "tslab",
    settingsOverrides: {
      // The first completion waits for the compiler to read its libraries: JupyterLab would
      // drop it after a second.
      "@jupyterlab/completer-extension:manager": { providerTimeout: 15_000 },
    },
    disabledExtensions: ["@jupyterlite/application-extension:service-worker-manager"],
    fileTypes: {
      typescript: {
        name: "typescript",
        extensions: [".ts", ".mts", ".cts"],
        mimeTypes: ["text/typescript"],
        fileFormat: "text",
      },
    },
  },
};

/**
 * Builds the site in `folder`. What was there before is replaced when all of the new
 * one is made, and stays when that fails.
 *
 * @param solved with the solutions, instead of the handout
 */
export async function buildSite(tools: Tools, folder: string, solved: boolean): Promise<void> {
  const dist = dirname(folder);
  mkdirSync(dist, { recursive: true });
  const work = mkdtempSync(join(dist, ".site-"));
  try {
    const project = solved ? solvedProject(join(work, "project")) : await handout(tools, work);
    const contents = layContents(project, join(work, "contents"));
    const extensions = join(work, "extensions");
    buildExtension(join(extensions, "gradbook-site"));
    await runJupyterLite(tools, work, contents, extensions);
    const site = join(work, "site");
    prune(site);
    const own = join(site, "gradbook");
    mkdirSync(own);
    buildPrograms(own);
    const { bundle, apart } = makeBundle(root, project);
    writeFileSync(join(own, "files.json.gz"), gzipSync(JSON.stringify(bundle), { level: 9 }));
    for (const [name, bytes] of apart) writeFileSync(join(own, name), bytes);
    const questions = questionsOf(join(root, "notebooks"), readFolder(root, "lib", /\.ts$/));
    writeFileSync(join(site, "index.html"), firstPage(questions, solved));
    writeFileSync(join(own, "assignment.json"), JSON.stringify(assignmentOf(questions)));
    writeFileSync(join(own, HANDOUT), JSON.stringify(keptHandout(project)));
    writeServiceWorker(site);
    rmSync(folder, { recursive: true, force: true });
    renameSync(site, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The student edition. @returns its folder */
async function handout(tools: Tools, work: string): Promise<string> {
  const { folder } = await makeHandout(tools, join(work, "handout"));
  return folder;
}

/** What the handout holds, with the solutions in it. @returns `folder` */
function solvedProject(folder: string): string {
  writeFiles(folder, handoutFiles(root, ASSIGNMENT));
  writeFiles(folder, readFolder(root, "lib", /\.ts$/));
  cpSync(join(root, "notebooks"), folder, { recursive: true });
  return folder;
}

/** What the menu's commands must know. */
function assignmentOf(questions: Question[]): Assignment {
  const byNotebook: Assignment["questions"] = {};
  for (const { name, notebook } of questions) {
    byNotebook[notebook] = [...(byNotebook[notebook] ?? []), name];
  }
  return { name: ASSIGNMENT, questions: byNotebook };
}

/** What the file browser shows. @returns `folder` */
function layContents(project: string, folder: string): string {
  const shown = readFolder(project, "lib", /\.ts$/);
  writeFiles(folder, shown);
  cpSync(project, folder, {
    recursive: true,
    filter: (path) => path === project || (dirname(path) === project && path.endsWith(".ipynb")),
  });
  return folder;
}

async function runJupyterLite(tools: Tools, work: string, contents: string, extensions: string) {
  const lite = join(work, "lite");
  mkdirSync(lite);
  const config = {
    // By default a folder named lib is left out.
    LiteBuildConfig: {
      ignore_sys_prefix: ["federated_extensions", "settings"],
      ignore_contents: ["/\\.ipynb_checkpoints$"],
    },
    FederatedExtensionAddon: { extra_labextensions_path: [extensions] },
  };
  writeFileSync(join(lite, "jupyter-lite.json"), JSON.stringify(SETTINGS));
  writeFileSync(join(lite, "jupyter_lite_config.json"), JSON.stringify(config));
  const flags = ["--no-unused-shared-packages", "--no-sourcemaps", "--no-libarchive"];
  const args = ["--contents", contents, "--output-dir", join(work, "site"), "--apps", "lab"];
  await runStep(
    "Building JupyterLab with JupyterLite",
    tools.python,
    ["-m", "jupyterlite_core", "build", ...args, ...flags],
    { cwd: lite, env: tools.env },
  );
  const made = JSON.parse(readFileSync(join(work, "site", "jupyter-lite.json"), "utf8"));
  const found = made["jupyter-config-data"].federated_extensions.length;
  if (found !== 1) throw new Error(`JupyterLite has taken ${found} extensions, not one`);
}
