// npm run install-kernel: one installation for all users of a hub.

import type { Arguments, CommandLine } from "../../cli/command";
import { readArguments } from "../../cli/help";
import { note, print } from "../../cli/output";
import { UsageError } from "../../cli/usage-error";
import { check } from "./check";
import { install } from "./make";
import { kernelFolder, type Place, placeAt, placeOfPython, placeOfUser } from "./place";
import { uninstall } from "./uninstall";
import { readRecord } from "./version";

const command: CommandLine = {
  usage: "-- --prefix DIR | --sys-prefix | --user [--check | --uninstall]",
  summary: `Installs the TypeScript kernel, and all that the handout's notebooks import, once for
all users of a JupyterHub: a handout then runs as it is unpacked, and students install
nothing.`,
  options: {
    prefix: { value: "DIR", help: "install into DIR, such as /usr/local or /opt/conda" },
    "sys-prefix": { help: "install into the sys.prefix of the Python that has Jupyter" },
    user: { help: "install for yourself, where Jupyter keeps your data" },
    check: {
      help: "install nothing; say what JupyterLab lacks. With a place: whether the kernel comes from there",
    },
    uninstall: { help: "remove every version from the place" },
  },
  details: `
In DIR/share/jupyter are then
  kernels/tslab        which Jupyter reads
  gradbook/VERSION     the kernel and its packages; nobody else may write there

A notebook's imports come from its folder's own node_modules if there is one, else from
the installation. PYTHON=/path/to/python names the Python that has Jupyter, if it is not
the first one on the path. Exit status of --check: 0 if nothing lacks, else 1.
`,
};

interface Choice {
  action: "install" | "check" | "uninstall";
  place: (() => Place) | null;
}

export async function main(args: string[]): Promise<void> {
  const choice = readArguments(command, "npm run install-kernel", args, read);
  if (!choice) return;
  const place = choice.place?.() ?? null;
  if (choice.action === "check" || !place) return report(place);
  if (choice.action === "uninstall") {
    const removed = await uninstall(place);
    for (const folder of removed) print(`removed ${folder}`);
    if (removed.length === 0) print(`nothing of Gradbook's is installed in ${place.name}`);
    return;
  }
  const folder = await install(place, note);
  const megabytes = Math.round((readRecord(folder)?.bytes ?? 0) / 1e6);
  print(`installed in ${folder}, ${megabytes} MB; registered in ${kernelFolder(place)}`);
}

function read(given: Arguments): Choice {
  given.optionsOnly("install-kernel");
  const prefix = given.text("prefix");
  if (prefix === "") throw new UsageError("--prefix needs a folder");
  const places = [
    ...(prefix === undefined ? [] : [() => placeAt(prefix)]),
    ...(given.flag("sys-prefix") ? [placeOfPython] : []),
    ...(given.flag("user") ? [placeOfUser] : []),
  ];
  const actions = (["check", "uninstall"] as const).filter((name) => given.flag(name));
  const [action = "install"] = actions;
  if (actions.length > 1) throw new UsageError("either --check or --uninstall");
  if (places.length > 1) throw new UsageError("one of --prefix DIR, --sys-prefix and --user");
  if (places.length === 0 && action !== "check") {
    throw new UsageError("where? --prefix DIR, --sys-prefix or --user");
  }
  return { action, place: places[0] ?? null };
}

function report(place: Place | null): void {
  const { right, wrong } = check(place);
  for (const line of right) print(line);
  print(wrong.length === 0 ? "\nNothing lacks." : "");
  for (const line of wrong) print(line);
  if (wrong.length > 0) process.exitCode = 1;
}
