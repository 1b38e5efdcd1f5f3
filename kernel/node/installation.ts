// An installation for all of a hub's users says which version it is, and the folder of a
// problem set which version it was made with: package.json's "kernel".
import fs from "node:fs";
import path from "node:path";

/** A line about a folder that is older or newer than the installation; empty if it is neither. */
export function versionRemark(folder: string): string {
  const installed = read(path.join(__dirname, "..", "installation.json"), "version");
  const wanted = installed && read(path.join(folder, "package.json"), "kernel");
  if (!wanted || wanted === installed) return "";
  const older = installed.localeCompare(wanted, "en", { numeric: true }) < 0;
  return `These files are of version ${wanted}, the kernel that is installed here is ${older ? "older" : "newer"}, ${installed}: should something not work, ask for files and kernel of the same version.\n`;
}

function read(file: string, key: string): string | undefined {
  try {
    const value = JSON.parse(fs.readFileSync(file, "utf8"))[key];
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}
