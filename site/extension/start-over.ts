// "Start over": a file as it was handed out, in the place of the student's.
import { Dialog, showDialog } from "@jupyterlab/apputils";
import { PageConfig } from "@jupyterlab/coreutils";
import { currentPath, type Desk, openContexts } from "./documents";
import type { StudentFiles } from "./student-files";

/** Asks, and gives the file in front as the site has it. */
export async function startOver(desk: Desk, files: StudentFiles): Promise<void> {
  const path = currentPath(desk);
  if (path === undefined || !(await isInSite(path))) {
    await tell(
      path === undefined
        ? "Open the file that you want to have again as it was handed out, then choose this."
        : `${path} is a file of your own: there is nothing to go back to.`,
    );
    return;
  }
  const contexts = openContexts(desk).filter((context) => context.path === path);
  if (!(await files.isChanged(path)) && !contexts.some(({ model }) => model.dirty)) {
    await tell(`${path} is as it was handed out.`);
    return;
  }
  const { button } = await showDialog({
    title: `Start over with ${path}?`,
    body: "What you have written in it is lost. To keep a copy, cancel and use File > Download first. Your other files stay.",
    buttons: [Dialog.cancelButton(), Dialog.warnButton({ label: "Start over" })],
  });
  if (!button.accept) return;
  await files.forget(path);
  for (const context of contexts) await context.revert();
}

async function isInSite(path: string): Promise<boolean> {
  const url = new URL(`files/${path}`, PageConfig.getBaseUrl());
  return (await fetch(url, { method: "GET" }).catch(() => undefined))?.ok ?? false;
}

async function tell(body: string): Promise<void> {
  await showDialog({ title: "Start over", body, buttons: [Dialog.okButton()] });
}
