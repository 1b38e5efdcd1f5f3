// The command line of npm run gradescope.

import { randomInt } from "node:crypto";
import type { Arguments, CommandLine } from "../../cli/command";
import { readArguments } from "../../cli/help";

/** When students see a test: https://gradescope-autograders.readthedocs.io/en/latest/specs/ */
export const VISIBILITIES = ["visible", "after_due_date", "after_published", "hidden"] as const;
export type Visibility = (typeof VISIBILITIES)[number];

const command: CommandLine = {
  usage: "[-- options]",
  summary: "Makes the zip of Gradescope's autograder.",
  options: {
    out: { value: "FILE", default: "dist/gradescope.zip", help: "the zip" },
    seed: { value: "N", help: "of the hidden values (default: drawn for each zip)" },
    visibility: {
      value: "WHEN",
      default: "visible",
      help: `when students see the points of a part and why not more: ${VISIBILITIES.join(", ")}`,
    },
  },
  details:
    "Upload it as the assignment's autograder, on Ubuntu 22.04, with 2 GB of memory or more and a\ntime limit of 20 minutes. The zip has what the solution gives, not the solution.",
};

export interface Options {
  out: string;
  seed: number;
  visibility: Visibility;
}

/**
 * What the user asks for; null when that was the help, which has been given.
 *
 * @throws UsageError saying what is wrong
 */
export function readOptions(args: string[]): Options | null {
  return readArguments(command, "npm run gradescope", args, optionsOf);
}

function optionsOf(args: Arguments): Options {
  args.optionsOnly("gradescope");
  return {
    out: args.required("out", "the zip."),
    seed: args.text("seed") === undefined ? randomInt(2 ** 32) : args.count("seed", 0, 2 ** 32 - 1),
    visibility: args.choice("visibility", VISIBILITIES),
  };
}
