// What a command is, and how its arguments are read: of gradbook's commands, and of
// npm run collect, grade, handout and bench.

import { parseArgs } from "node:util";
import { UsageError } from "./usage-error";

/** An option as its help and its parser need it. */
export interface Option {
  /** What stands for its value in the help; a flag has none. */
  value?: string;
  /** May be given several times. */
  multiple?: boolean;
  /** What it does. */
  help: string;
  /** Its default, as a text that could be given. */
  default?: string;
}

/** What is read and explained of a command. */
export interface CommandLine {
  /** The line after "gradbook", such as "predict MODEL IMAGE…". */
  usage: string;
  summary: string;
  /** More of what it does, and examples, for its own help. */
  details: string;
  /** What exit statuses 0 and 1 mean, where it is more than success and failure. */
  exit?: string;
  options: Record<string, Option>;
}

export interface Command extends CommandLine {
  /** @returns the exit status */
  run(args: Arguments): Promise<number>;
}

/** What the user gave, defaults filled in. */
export class Arguments {
  constructor(
    private readonly values: Record<string, string | boolean | string[] | undefined>,
    readonly positionals: string[],
  ) {}

  flag(name: string): boolean {
    return this.values[name] === true;
  }

  text(name: string): string | undefined {
    return this.values[name] as string | undefined;
  }

  list(name: string): string[] | undefined {
    return this.values[name] as string[] | undefined;
  }

  /** @throws UsageError unless it is given; `what` says what it is */
  required(name: string, what: string): string {
    const value = this.text(name);
    if (!value) throw new UsageError(`--${name} is missing: ${what}`);
    return value;
  }

  /** @throws UsageError when something is there that is no option */
  optionsOnly(command: string): void {
    if (this.positionals.length === 0) return;
    throw new UsageError(`${command} takes options only, but "${this.positionals[0]}" is there`);
  }

  /** @throws UsageError unless it is one of the choices */
  choice<T extends string>(name: string, choices: readonly T[]): T {
    const value = this.text(name) ?? "";
    const found = choices.find((choice) => choice === value);
    if (found === undefined) {
      throw new UsageError(`--${name} is "${value}", but must be ${choices.join(" or ")}`);
    }
    return found;
  }

  /** @throws UsageError unless it is a finite number that is not negative */
  rate(name: string): number {
    const text = this.text(name) ?? "";
    const value = /^\+?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
    if (!Number.isFinite(value)) {
      throw new UsageError(`--${name} is "${text}", but must be a number that is not negative`);
    }
    return value;
  }

  /** @throws UsageError unless it is an integer from least to most */
  count(name: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
    const text = this.text(name) ?? "";
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) {
      const range =
        most < Number.MAX_SAFE_INTEGER ? `from ${least} to ${most}` : `of at least ${least}`;
      throw new UsageError(`--${name} is "${text}", but must be an integer ${range}`);
    }
    return value;
  }
}

/** Whether the help is asked for, which comes before everything else. */
export function asksForHelp(args: string[]): boolean {
  const options = args.includes("--") ? args.slice(0, args.indexOf("--")) : args;
  return options.includes("--help") || options.includes("-h");
}

/** Parts arguments into the command's own, which are its options and --help, and the others. */
export function split(command: CommandLine, args: string[]): { own: string[]; others: string[] } {
  const { tokens } = parseArgs({
    args,
    options: parsed(command),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const own = new Set<number>();
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    if (!(token.name in command.options) && !asksForHelp([token.rawName])) continue;
    own.add(token.index);
    if (token.value !== undefined && !token.inlineValue) own.add(token.index + 1);
  }
  return {
    own: args.filter((_, i) => own.has(i)),
    others: args.filter((_, i) => !own.has(i)),
  };
}

/** A command's options as Node's parser takes them. */
function parsed(command: CommandLine) {
  return Object.fromEntries(
    Object.entries(command.options).map(([name, option]) => [
      name,
      {
        type: option.value === undefined ? ("boolean" as const) : ("string" as const),
        multiple: option.multiple ?? false,
        ...(option.default !== undefined && { default: option.default }),
      },
    ]),
  );
}

/**
 * Reads a command's arguments.
 *
 * @throws UsageError for an option that it does not have, or one without its value
 */
export function parse(command: CommandLine, args: string[]): Arguments {
  try {
    const options = parsed(command);
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    return new Arguments(values as ConstructorParameters<typeof Arguments>[0], positionals);
  } catch (error) {
    // Its first sentence; the next ones are about file names that start with a hyphen.
    throw new UsageError((error as Error).message.split(". ")[0]);
  }
}
