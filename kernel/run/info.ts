// What the kernel says about itself.
import { ts } from "../compile/typescript";
import { host } from "./host";
import { PROTOCOL_VERSION } from "./messages";

/** The content of a kernel_info_reply. */
export function kernelInfo() {
  const typescript = ts.version;
  const tslab = host.tslabVersion;
  return {
    status: "ok",
    protocol_version: PROTOCOL_VERSION,
    implementation: "tslab",
    implementation_version: tslab,
    language_info: {
      name: "typescript",
      version: typescript,
      mimetype: "text/typescript",
      file_extension: ".ts",
      codemirror_mode: "typescript",
      pygments_lexer: "typescript",
      nbconvert_exporter: "script",
    },
    banner: `TypeScript ${typescript} on ${host.name} (tslab ${tslab})`,
    debugger: false,
    help_links: [
      { text: "TypeScript", url: "https://www.typescriptlang.org/docs/" },
      { text: "Node", url: "https://nodejs.org/docs/latest-v20.x/api/" },
      { text: "tslab", url: "https://github.com/yunabe/tslab" },
    ],
  };
}
