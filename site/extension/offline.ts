// Keeps the site for the time without a network, and says what the student must know
// of it and of the storage.
import { Notification } from "@jupyterlab/apputils";
import { changeOver, keepAll, onNewer, register } from "../page/offline";
import { examineStorage, warningOf } from "../page/storage";

/** @param root the site's address @param save saves every open document */
export async function watchSite(root: string, save: () => Promise<void>): Promise<void> {
  const warning = warningOf(await examineStorage());
  if (warning) Notification.warning(warning, { autoClose: false });
  const registration = await register(root);
  if (!registration) return;
  const reload = async () => {
    try {
      await save();
      changeOver(registration);
    } catch (error) {
      Notification.error(`Not reloaded: ${(error as Error).message}`, { autoClose: false });
    }
  };
  onNewer(registration, () => {
    Notification.info("A newer version of this site is there. Your files stay as they are.", {
      autoClose: false,
      actions: [{ label: "Save all and reload", callback: () => void reload() }],
    });
  });
  void keepAll();
}
