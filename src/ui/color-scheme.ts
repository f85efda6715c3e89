/** Light or dark: the system's setting until the person chooses. */
import { useSyncExternalStore } from "react";

const storageKey = "portdesk.scheme";
const system = window.matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

function subscribe(listener: () => void) {
  listeners.add(listener);
  system.addEventListener("change", listener);
  return () => {
    listeners.delete(listener);
    system.removeEventListener("change", listener);
  };
}

function isDark(): boolean {
  const chosen = localStorage.getItem(storageKey);
  return chosen === null ? system.matches : chosen === "dark";
}

export function useColorScheme(): { dark: boolean; toggle(): void } {
  const dark = useSyncExternalStore(subscribe, isDark);
  const toggle = () => {
    localStorage.setItem(storageKey, isDark() ? "light" : "dark");
    for (const listener of listeners) listener();
  };
  return { dark, toggle };
}
