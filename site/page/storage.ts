// What is to be said of the place where the student's work is kept, before it is lost.

/** A notebook with its outputs has 2 MB, and there are copies of it. */
const LITTLE = 50e6;

export interface Storage {
  /** False: nothing can be kept at all. */
  works: boolean;
  /** Whether the browser has promised not to clear it by itself. */
  persistent: boolean;
  /** In bytes; undefined where the browser does not say it. */
  free: number | undefined;
}

/** Tries the storage, and asks the browser to keep it. */
export async function examineStorage(): Promise<Storage> {
  const works = await tryStorage();
  const manager = navigator.storage as StorageManager | undefined;
  const persistent = (await manager?.persist?.().catch(() => false)) ?? false;
  const { quota, usage } = (await manager?.estimate?.().catch(() => undefined)) ?? {};
  const free = quota === undefined ? undefined : quota - (usage ?? 0);
  return { works, persistent, free };
}

/** What is wrong with it, in the 140 characters that JupyterLab shows; undefined when nothing is. */
export function warningOf({ works, free }: Storage): string | undefined {
  if (!works) {
    return "Your work is lost when this tab is closed: this browser keeps nothing for this site. Use an ordinary window, or hand in before you close it.";
  }
  if (free !== undefined && free < LITTLE) {
    return `The browser has only ${Math.max(0, Math.round(free / 1e6))} MB left for this site: soon it may not save your work. Free some disk space, or leave the private window.`;
  }
  return undefined;
}

/** Whether what is written into a database can be read again. */
function tryStorage(): Promise<boolean> {
  return new Promise((resolve) => {
    const fail = () => resolve(false);
    try {
      const opening = indexedDB.open("gradbook-try", 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("try");
      opening.onerror = fail;
      opening.onblocked = fail;
      opening.onsuccess = () => {
        const database = opening.result;
        const writing = database.transaction("try", "readwrite");
        writing.objectStore("try").put(new Uint8Array(1000), "bytes");
        writing.onabort = writing.onerror = fail;
        writing.oncomplete = () => {
          database.close();
          resolve(true);
        };
      };
    } catch {
      fail();
    }
  });
}
