/** How a feature announces itself: one small file `resource.tsx` that exports `feature`. */
import type { MemberRole } from "#domain/access/permissions.ts";
import type { ComponentType, ReactNode } from "react";

/** Who a page is for: members with one of the roles, client users, or anybody. */
export type Audience = readonly MemberRole[] | "clients" | "public";

export type FeatureRoute = {
  path: string;
  /** Loads the page's chunk; the page is its default-free named export wrapped by `page`. */
  page: () => Promise<{ default: ComponentType }>;
  audience: Audience;
};

export type Feature = {
  /** The Refine resource, equal to the table that the pages read first. */
  name: string;
  routes: readonly FeatureRoute[];
  /** An entry in the rail of the same audience; `label` is a key of the namespace `common`. */
  menu?: { label: string; path: string; icon: ReactNode; order: number };
};

/** Makes a named export the page of a route, so that no module needs a default export. */
export function page<Name extends string>(
  load: () => Promise<Record<Name, ComponentType>>,
  name: Name,
): () => Promise<{ default: ComponentType }> {
  return async () => ({ default: (await load())[name] });
}
