// The help of the program and of each command.

import {
  type Arguments,
  asksForHelp,
  type Command,
  type CommandLine,
  type Option,
  parse,
} from "./command";
import { EXIT } from "./exit";
import { UsageError } from "./usage-error";

/** What gradbook can do. */
export function programHelp(commands: Record<string, Command>): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(
    ([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`,
  );
  return `Gradbook: a two-layer perceptron that learns to read handwritten digits.

Usage: gradbook COMMAND [options]

Commands:
${lines.join("\n")}

  gradbook COMMAND --help  explains a command and its options
  gradbook --version       prints the version

A first session:
  gradbook train --out model.safetensors
  gradbook evaluate model.safetensors
  gradbook predict model.safetensors digit.png

Exit status: ${EXIT.success} success, ${EXIT.failure} failure, ${EXIT.usage} wrong usage, ${EXIT.SIGINT} after Ctrl-C.
`;
}

/** A command with its options; `program` is what stands before it. */
export function commandHelp(
  { usage, summary, details, exit, options }: CommandLine,
  program = "gradbook",
): string {
  const all = { ...options, help: { help: "print this text" } };
  const names = Object.entries<Option>(all).map(
    ([name, { value }]) => `  --${name}${value === undefined ? "" : ` ${value}`}`,
  );
  const width = Math.max(...names.map((name) => name.length));
  const lines = Object.values<Option>(all).flatMap((option, i) => {
    const text = option.help + (option.default === undefined ? "" : ` (default ${option.default})`);
    return wrap(text, 78 - width).map((line, k) => `${(k ? "" : names[i]).padEnd(width)}  ${line}`);
  });
  return `Usage: ${`${program} ${usage}`.trimEnd()}

${summary}

Options:
${lines.join("\n")}

${details ? `${details.trim()}\n\n` : ""}Exit status: ${exit ?? `${EXIT.success} success, ${EXIT.failure} failure`}, ${EXIT.usage} wrong usage.
`;
}

/**
 * Reads the arguments of a command that is a program of its own.
 *
 * @param program as its help is asked for: "npm run grade"
 * @param read makes of them what the command needs
 * @returns null when they ask for the help, which has been printed
 * @throws UsageError with the help
 */
export function readArguments<T>(
  command: CommandLine,
  program: string,
  args: string[],
  read: (given: Arguments) => T,
): T | null {
  const help = commandHelp(command, program);
  if (asksForHelp(args)) {
    process.stdout.write(help);
    return null;
  }
  try {
    return read(parse(command, args));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${error.message}\n\n${help}`);
  }
}

function wrap(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines[lines.length - 1];
    if (last !== "" && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines;
}
