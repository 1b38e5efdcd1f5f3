#!/usr/bin/env node

// The program: finds the command, runs it, and says what went wrong.

import "./pair";
import { asksForHelp, type Command, parse } from "./command";
import { evaluate } from "./evaluate";
import { EXIT } from "./exit";
import { commandHelp, programHelp } from "./help";
import { mnist } from "./mnist";
import { guardOutput, note } from "./output";
import { predict } from "./predict";
import { train } from "./train";
import { UsageError } from "./usage-error";

const commands: Record<string, Command> = { train, evaluate, predict, mnist };

/**
 * Runs the program; its exit status becomes that of the process.
 *
 * @param args what stands after the program's name
 */
export async function main(args: string[]): Promise<void> {
  guardOutput();
  try {
    process.exitCode = await run(args);
  } catch (error) {
    note(`gradbook: ${error instanceof Error ? error.message : error}`);
    process.exitCode = EXIT.failure;
    if (error instanceof UsageError) {
      const name = args[0] in commands ? `${args[0]} ` : "";
      note(`gradbook ${name}--help explains how it is used.`);
      process.exitCode = EXIT.usage;
    }
  }
}

async function run(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === "--version") {
    process.stdout.write(`${require("gradbook/package.json").version}\n`);
    return 0;
  }
  if (name === "--help" || name === "-h") {
    process.stdout.write(programHelp(commands));
    return 0;
  }
  if (name === undefined) throw new UsageError("no command given");
  if (!Object.hasOwn(commands, name)) {
    throw new UsageError(`there is no command "${name}", but ${Object.keys(commands).join(", ")}`);
  }
  if (asksForHelp(rest)) {
    process.stdout.write(commandHelp(commands[name]));
    return 0;
  }
  return commands[name].run(parse(commands[name], rest));
}

if (require.main === module) main(process.argv.slice(2));
