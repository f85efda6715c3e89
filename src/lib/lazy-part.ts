/** Parts of a page that are shown when somebody asks for them. */
import { type ComponentType, lazy, type LazyExoticComponent } from "react";
import { whenIdle } from "./when-idle.ts";

/** Loads the part once the page is idle, so that it opens at once, and without a connection too. */
export function lazyPart<Name extends string, Props>(
  load: () => Promise<Record<Name, ComponentType<Props>>>,
  name: Name,
): LazyExoticComponent<ComponentType<Props>> {
  whenIdle(load);
  return lazy(async () => ({ default: (await load())[name] }));
}
