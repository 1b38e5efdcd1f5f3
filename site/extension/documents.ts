// The documents that are open in JupyterLab, and the files behind them.
import type { JupyterFrontEnd } from "@jupyterlab/application";
import type { Context, IDocumentManager } from "@jupyterlab/docmanager";

/** What the student's commands work with. */
export interface Desk {
  app: JupyterFrontEnd;
  documents: IDocumentManager;
}

/** The contexts of the open documents. */
export function openContexts({ app, documents }: Desk): Context[] {
  const contexts = [...app.shell.widgets("main")].map((widget) =>
    documents.contextForWidget(widget),
  );
  return [...new Set(contexts.filter((context) => context !== undefined))];
}

/** Saves every document that has changes. @throws what the storage says when it is full */
export async function saveAll(desk: Desk): Promise<void> {
  for (const context of openContexts(desk)) if (context.model.dirty) await context.save();
}

/** The path of the document in front. */
export function currentPath({ app, documents }: Desk): string | undefined {
  const { currentWidget } = app.shell;
  return currentWidget ? documents.contextForWidget(currentWidget)?.path : undefined;
}
