/** How a feature announces itself: one small file `resource.tsx` that exports `feature`. */
import type { ComponentType, ReactNode } from "react";
import type { ResourceAction } from "./access-control.ts";

/** Whose frame a page stands in: the provider's people, client users, or anybody. */
export type Frame = "staff" | "client" | "public";

export type FeatureRoute = {
  path: string;
  /** Loads the page's chunk; the page is its default-free named export wrapped by `page`. */
  page: () => Promise<{ default: ComponentType }>;
  frame: Frame;
  /** What the page does with the feature's resource. Staff pages are open to whoever may do that. */
  action?: ResourceAction;
};

export type Feature = {
  /** The Refine resource, equal to the table that the pages read first. */
  name: string;
  routes: readonly FeatureRoute[];
  /** Of the resource. With a label, a key of the namespace `common`, it has an entry in the menu. */
  meta?: { label: string; icon: ReactNode; order: number };
};

/** Makes a named export the page of a route, so that no module needs a default export. */
export function page<Name extends string>(
  load: () => Promise<Record<Name, ComponentType>>,
  name: Name,
): () => Promise<{ default: ComponentType }> {
  return async () => ({ default: (await load())[name] });
}
