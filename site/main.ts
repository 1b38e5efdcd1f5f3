// npm run site: the problem set as a folder of static files that open in a browser
// alone, dist/site/.

import { join, relative } from "node:path";
import type { Tools } from "../grading/handout/course";
import { root } from "../scripts/paths";
import { SetUpError } from "../scripts/set-up-error";
import { buildSite } from "./build";
import { serve } from "./serve";
import { describeSizes } from "./sizes";

const HELP = `Usage: npm run site [-- --solved] [-- --serve [--port N]]

Makes dist/site/: the handout in JupyterLab, on a kernel that runs in the browser. Put
the folder on any web server, or on GitHub Pages: nothing runs there, and no request
leaves it.

  --solved      the solved notebooks and lib instead of the handout's
  --serve       serve it on http://localhost:8018/ until Ctrl-C
  --port N      on another port
`;

export async function main(args: string[], tools: Tools): Promise<void> {
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(HELP);
    return;
  }
  const { solved, port } = parse(args);
  const folder = join(root, "dist", "site");
  await buildSite(tools, folder, solved);
  console.log(`${relative(root, folder)}/: ${describeSizes(folder)}`);
  if (port === undefined) return;
  await serve(folder, port);
  console.log(`http://localhost:${port}/ (Ctrl-C ends it)`);
}

function parse(args: string[]) {
  let [solved, served, port] = [false, false, 8018];
  for (let i = 0; i < args.length; i++) {
    if (args[i] === "--solved") solved = true;
    else if (args[i] === "--serve") served = true;
    else if (args[i] === "--port") {
      port = Number(args[++i]);
      if (!Number.isInteger(port) || port < 0 || port > 65535) {
        throw new SetUpError(`--port takes a number up to 65535, not ${args[i]}.\n\n${HELP}`);
      }
    } else throw new SetUpError(`site takes no ${args[i]}.\n\n${HELP}`);
  }
  return { solved, port: served ? port : undefined };
}
