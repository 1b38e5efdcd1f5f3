// The JupyterLab extension of the site: its kernel, and what a student does beside
// running cells.
import type { JupyterFrontEnd } from "@jupyterlab/application";
import { ICommandPalette, Notification } from "@jupyterlab/apputils";
import { PageConfig } from "@jupyterlab/coreutils";
import { IDocumentManager } from "@jupyterlab/docmanager";
import { IMainMenu } from "@jupyterlab/mainmenu";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { IDefaultDrive } from "@jupyterlab/services";
import { IKernelClient, IKernelSpecs } from "@jupyterlite/services";
import { addCommands } from "./commands";
import { saveAll } from "./documents";
import { registerKernel } from "./kernel";
import { watchSite } from "./offline";
import { plotlyFactory } from "./plotly-renderer";
import { type Drive, StudentFiles } from "./student-files";

/** Variables of lib's in the worker: figures get their SVG in the page. */
const ENV = { GRADBOOK_SVG: "page" };

export default {
  id: "gradbook:plugin",
  autoStart: true,
  requires: [
    IKernelSpecs,
    IKernelClient,
    IRenderMimeRegistry,
    IDefaultDrive,
    IDocumentManager,
    IMainMenu,
    ICommandPalette,
  ],
  activate(
    app: JupyterFrontEnd,
    specs: IKernelSpecs,
    client: IKernelClient,
    renderers: IRenderMimeRegistry,
    drive: Drive,
    documents: IDocumentManager,
    menu: IMainMenu,
    palette: ICommandPalette,
  ): void {
    const root = PageConfig.getBaseUrl();
    const base = new URL("gradbook/", root).href;
    const files = new StudentFiles(app.serviceManager.contents, drive, (path, why) => {
      const text = `${path} could not be saved: ${why}. Its content is lost when the kernel ends.`;
      Notification.error(text, { autoClose: false });
    });
    renderers.addFactory(plotlyFactory(base), 1);
    const place = { base, student: () => files.all(), env: ENV };
    registerKernel(place, specs, client, files);
    addCommands({ app, root, place, files, documents, menu, palette });
    void app.restored.then(() => watchSite(root, () => saveAll({ app, documents })));
  },
};
