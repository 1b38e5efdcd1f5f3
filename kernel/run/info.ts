// What the kernel says about itself.
import { createRequire } from "node:module";
import { PROTOCOL_VERSION } from "./messages";

/** The content of a kernel_info_reply. */
export function kernelInfo() {
  const tslabFile = require.resolve("tslab/package.json");
  const tslab = require(tslabFile) as { version: string };
  const typescript = createRequire(tslabFile)("@tslab/typescript-for-tslab/package.json") as {
    version: string;
  };
  return {
    status: "ok",
    protocol_version: PROTOCOL_VERSION,
    implementation: "tslab",
    implementation_version: tslab.version,
    language_info: {
      name: "typescript",
      version: typescript.version,
      mimetype: "text/typescript",
      file_extension: ".ts",
      codemirror_mode: "typescript",
      pygments_lexer: "typescript",
      nbconvert_exporter: "script",
    },
    banner: `TypeScript ${typescript.version} on Node ${process.version} (tslab ${tslab.version})`,
    debugger: false,
    help_links: [
      { text: "TypeScript", url: "https://www.typescriptlang.org/docs/" },
      { text: "Node", url: "https://nodejs.org/docs/latest-v20.x/api/" },
      { text: "tslab", url: "https://github.com/yunabe/tslab" },
    ],
  };
}
