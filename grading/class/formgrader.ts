// npm run formgrader: nbgrader's pages for marking by hand, on what npm run grade has left.

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { type CommandLine, split } from "../../cli/command";
import { readArguments } from "../../cli/help";
import { UserError } from "../../cli/user-error";
import { runServer } from "../../scripts/run-server";
import { ASSIGNMENT } from "../assignment/assignment";
import type { Tools } from "../handout/course";

const command: CommandLine = {
  usage: "-- --out DIR [options of the Jupyter server]",
  summary: `Opens nbgrader's formgrader on the class that \`npm run grade -- --out DIR\` has
graded, for the parts that are marked by hand. Afterwards the same \`npm run grade\`
transfers the marks and comments to grades.csv and the feedback.`,
  options: { out: { value: "DIR", help: "the folder of the grades" } },
  details: "",
  exit: "the server's own",
};

export async function main(args: string[], { python, env }: Tools): Promise<void> {
  const { own, others } = split(command, args);
  const out = readArguments(command, "npm run formgrader", own, (given) =>
    given.required("out", "the folder of the grades"),
  );
  if (out === null) return;
  const course = join(resolve(out), "course");
  if (!existsSync(join(course, "gradebook.db"))) {
    throw new UserError(
      `Nothing has been graded into ${out} yet: npm run grade -- --submissions DIR --out ${out}`,
    );
  }
  // By way of the login page, which leaves the cookie that formgrader's requests need.
  const page = `--ServerApp.default_url=/login?next=/formgrader/gradebook/${ASSIGNMENT}`;
  const settings = { ...env, JUPYTER_CONFIG_DIR: join(course, ".jupyter") };
  runServer(python, "jupyter_server", course, [page, ...others], settings);
}
