// Keeps the site for the time without a network, and says what the student must know
// of it and of the storage.
import { Notification } from "@jupyterlab/apputils";
import { changeOver, keepAll, onNewer, register } from "../page/offline";
import { examineStorage, warningOf } from "../page/storage";

/** @param root the site's address */
export async function watchSite(root: string): Promise<void> {
  const warning = warningOf(await examineStorage());
  if (warning) Notification.warning(warning, { autoClose: false });
  const registration = await register(root);
  if (!registration) return;
  onNewer(registration, () => {
    Notification.info("A newer version of this site is there. Your files stay as they are.", {
      autoClose: false,
      actions: [{ label: "Save all and reload", callback: () => changeOver(registration) }],
    });
  });
  void keepAll();
}
