// "Hand in": the student's files as a zip with the student's name, as `npm run collect`
// takes it.
import { Dialog, InputDialog, showDialog } from "@jupyterlab/apputils";
import type { Contents } from "@jupyterlab/services";
import { zipSync } from "fflate";
import type { StudentFiles } from "./student-files";
import { readWork } from "./work";

const NAME = "gradbook student";
/** Names that grading reads otherwise: a system's numbers, or what no file name has. */
const FORBIDDEN = /[^\p{L}\p{M}\p{N} .'@-]|^[ .-]|[ .]$|\.zip$/u;

/** Asks for the name and downloads the zip. @param folder the name of the folder in it */
export async function handIn(
  contents: Contents.IManager,
  files: StudentFiles,
  notebooks: string[],
  folder: string,
): Promise<void> {
  const name = await askForName();
  if (name === undefined) return;
  const work = await readWork(contents, files, notebooks);
  const { missing } = work;
  const entries: Record<string, [Uint8Array, { mtime: string }]> = {};
  for (const { path, bytes, time } of work.files) {
    entries[`${folder}/${path}`] = [bytes, { mtime: zipTime(time) }];
  }
  if (missing.length > 0 && !(await goOnWithout(missing))) return;
  download(zipSync(entries), `${name}.zip`);
}

/** Undefined when the student would rather not. */
async function askForName(): Promise<string | undefined> {
  let text = localStorage.getItem(NAME) ?? "";
  let label = "Your name, or what your course calls you: the file gets it.";
  for (;;) {
    const { button, value } = await InputDialog.getText({
      title: "Hand in",
      label,
      text,
      okLabel: "Download the zip",
    });
    if (!button.accept) return undefined;
    text = (value ?? "").trim().normalize("NFC");
    if (text !== "" && !FORBIDDEN.test(text)) {
      localStorage.setItem(NAME, text);
      return text;
    }
    label =
      text === ""
        ? "Without a name nobody can tell whose it is. Your name:"
        : "Letters, digits, spaces, hyphens, dots and apostrophes only, please. Your name:";
  }
}

async function goOnWithout(missing: string[]): Promise<boolean> {
  const { button } = await showDialog({
    title: "Something is missing",
    body: `There is no ${missing.join(" and no ")}: what was in it will not be graded. With "Start over" in the menu you get it as it was handed out.`,
    buttons: [Dialog.cancelButton(), Dialog.warnButton({ label: "Hand in without" })],
  });
  return button.accept;
}

/** A zip's times are local, from 1980 on: grading takes the newest submission by them. */
function zipTime(saved: string): string {
  const time = new Date(saved);
  return time.getFullYear() >= 1980 ? time.toISOString() : "1980-01-02T00:00:00Z";
}

function download(bytes: Uint8Array, name: string): void {
  const url = URL.createObjectURL(new Blob([bytes as BlobPart], { type: "application/zip" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
