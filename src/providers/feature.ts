/** How a feature registers itself: one small file `resource.tsx` that exports `feature`. */
import type { CustomTypeOptions } from "i18next";
import type { ComponentType, ReactNode } from "react";
import type { ResourceAction } from "./access-control.ts";

/** One JSON file of each language. */
export type Namespace = keyof CustomTypeOptions["resources"];

/** The frame of a page: the provider's staff, client users, or anyone. */
export type Frame = "staff" | "client" | "public";

export type FeatureRoute = {
  path: string;
  /** Loads the page's chunk: its named export, wrapped by `page` as a default one. */
  page: () => Promise<{ default: ComponentType }>;
  frame: Frame;
  /** What the page does with the feature's resource. Staff pages are open to everyone who may do that. */
  action?: ResourceAction;
};

export type Feature = {
  /** The Refine resource: the table that the pages read first. */
  name: string;
  routes: readonly FeatureRoute[];
  /** The namespaces that its pages need at once, besides `common` and `domain`: they load beside the page. */
  texts: readonly Namespace[];
  /** Of the resource. With a label, a key of the namespace `common`, it has an entry in the menu. */
  meta?: { label: string; icon: ReactNode; order: number };
};

/** Makes a named export the page of a route; no module needs a default export. */
export function page<Name extends string, Props = object>(
  load: () => Promise<Record<Name, ComponentType<Props>>>,
  name: Name,
): () => Promise<{ default: ComponentType<Props> }> {
  return async () => ({ default: (await load())[name] });
}
