/** Since when the browser has been offline, or undefined while it is online. */
import { useSyncExternalStore } from "react";

let since: Date | undefined;

function watch(watcher: () => void): () => void {
  const update = () => {
    since = navigator.onLine ? undefined : (since ?? new Date());
    watcher();
  };
  window.addEventListener("online", update);
  window.addEventListener("offline", update);
  update();
  return () => {
    window.removeEventListener("online", update);
    window.removeEventListener("offline", update);
  };
}

export const useOffline = (): Date | undefined => useSyncExternalStore(watch, () => since);
