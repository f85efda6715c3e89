/** The time in ms since 1970, which moves on by itself every minute; one timer for all who watch. */
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

/** In whole seconds, so that one rendering reads one time; rounded up, so that what has just begun lies behind it. */
const read = () => Math.ceil(Date.now() / 1000) * 1000;

export const useMinute = (): number => useSyncExternalStore(watch, read);
