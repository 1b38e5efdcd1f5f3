// The help of the program and of each command.

import type { Command } from "./command";

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

Exit status: 0 success, 1 failure, 2 wrong usage, 130 after Ctrl-C.
`;
}

/** A command with its options; `program` is what stands before it. */
export function commandHelp(
  { usage, summary, details, options }: Command,
  program = "gradbook",
): string {
  const names = Object.entries(options).map(
    ([name, { value }]) => `  --${name}${value === undefined ? "" : ` ${value}`}`,
  );
  const width = Math.max(...names.map((name) => name.length));
  const lines = Object.values(options).flatMap((option, i) => {
    const text = option.help + (option.default === undefined ? "" : ` (default ${option.default})`);
    return wrap(text, 78 - width).map((line, k) => `${(k ? "" : names[i]).padEnd(width)}  ${line}`);
  });
  return `Usage: ${program} ${usage}

${summary}

Options:
${lines.join("\n")}

${details.trim()}
`;
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
