/** Since when the browser has had no line, or undefined while it has one. */
import { useSyncExternalStore } from "react";

let since: Date | undefined;

function watch(watcher: () => void): () => void {
  const heard = () => {
    since = navigator.onLine ? undefined : (since ?? new Date());
    watcher();
  };
  window.addEventListener("online", heard);
  window.addEventListener("offline", heard);
  heard();
  return () => {
    window.removeEventListener("online", heard);
    window.removeEventListener("offline", heard);
  };
}

export const useOffline = (): Date | undefined => useSyncExternalStore(watch, () => since);
