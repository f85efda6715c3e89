/** The time in ms since 1970, updated every minute; one timer for all readers. */
import { useSyncExternalStore } from "react";

const watchers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  timer ??= setInterval(() => {
    for (const one of watchers) one();
  }, 60_000);
  return () => {
    watchers.delete(watcher);
    if (watchers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** In whole seconds, to give one rendering one time; rounded up, to place what has just begun in the past. */
const read = () => Math.ceil(Date.now() / 1000) * 1000;

export const useMinute = (): number => useSyncExternalStore(watch, read);
