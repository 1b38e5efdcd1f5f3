// The page's side of the service worker: registers it, has it keep the site for the
// time without a network, and says when a newer site is there.

/** Registers the service worker at the site's root. Null where the browser allows none. */
export async function register(root: string): Promise<ServiceWorkerRegistration | null> {
  if (!("serviceWorker" in navigator)) return null;
  try {
    return await navigator.serviceWorker.register(`${root}service-worker.js`, {
      scope: root,
      updateViaCache: "none",
    });
  } catch (error) {
    console.warn("the site cannot be kept for the time without a network:", error);
    return null;
  }
}

/** Fetches the rest of the site. Resolves with whether all of it is here. */
export async function keepAll(): Promise<boolean> {
  const { active } = await navigator.serviceWorker.ready;
  return new Promise((resolve) => {
    const listen = ({ data }: MessageEvent) => {
      if (data?.type !== "kept") return;
      navigator.serviceWorker.removeEventListener("message", listen);
      resolve(data.missing === 0);
    };
    navigator.serviceWorker.addEventListener("message", listen);
    navigator.serviceWorker.startMessages();
    active?.postMessage({ type: "keep" });
  });
}

/** Calls `found` when a newer site has been fetched and waits. */
export function onNewer(registration: ServiceWorkerRegistration, found: () => void): void {
  const look = () => {
    if (registration.waiting && navigator.serviceWorker.controller) found();
  };
  look();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", look);
  });
}

/** Puts the newer site in force, and opens the page anew. */
export function changeOver(registration: ServiceWorkerRegistration, type = "activate"): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), {
    once: true,
  });
  registration.waiting?.postMessage({ type });
}
