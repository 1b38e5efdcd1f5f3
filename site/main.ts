// npm run site: the problem set as a folder of static files that open in a browser
// alone, dist/site/.

import { join, relative } from "node:path";
import type { CommandLine } from "../cli/command";
import { readArguments } from "../cli/help";
import type { Tools } from "../grading/handout/course";
import { root } from "../scripts/paths";
import { buildSite } from "./build";
import { serve } from "./serve";
import { describeSizes } from "./sizes";

const command: CommandLine = {
  usage: "[-- --solved] [--serve]",
  summary: `Makes dist/site/: the handout in JupyterLab, on a kernel that runs in the browser. Put
the folder on any web server, or on GitHub Pages: nothing runs there, and no request
leaves it.`,
  options: {
    solved: { help: "the solved notebooks and lib instead of the handout's" },
    serve: { help: "serve it on http://localhost:PORT/ until Ctrl-C" },
    port: { value: "PORT", help: "of --serve", default: "8018" },
  },
  details: "",
};

export async function main(args: string[], tools: Tools): Promise<void> {
  const options = readArguments(command, "npm run site", args, (given) => {
    given.optionsOnly("npm run site");
    return {
      solved: given.flag("solved"),
      served: given.flag("serve"),
      port: given.count("port", 0, 65535),
    };
  });
  if (!options) return;
  const folder = join(root, "dist", "site");
  await buildSite(tools, folder, options.solved);
  console.log(`${relative(root, folder)}/: ${describeSizes(folder)}`);
  if (!options.served) return;
  await serve(folder, options.port);
  console.log(`http://localhost:${options.port}/ (Ctrl-C ends it)`);
}
