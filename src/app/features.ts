/** Every feature of the app, found by its `resource.tsx`: adding one needs no edit here. */
import type { IResourceItem } from "@refinedev/core";
import { lazy } from "react";
import type { Feature, FeatureRoute } from "../providers/feature.ts";

const modules = import.meta.glob<{ feature: Feature }>("../features/*/resource.tsx", { eager: true });
const features: readonly Feature[] = Object.values(modules).map((module) => module.feature);

export const routes = features.flatMap((feature) =>
  feature.routes.map((route: FeatureRoute) => ({
    ...route,
    resource: feature.name,
    texts: feature.texts,
    Page: lazy(route.page),
  })),
);
export type AppRoute = (typeof routes)[number];

/** One per name: the list and the page of a resource may be separate features. */
export const resources: readonly IResourceItem[] = Object.entries(
  Object.groupBy(features, ({ name }) => name),
)
  .map(([name, parts = []]): IResourceItem => {
    const pages = parts.flatMap((part) => part.routes).filter(({ frame }) => frame === "staff");
    const actions = pages.flatMap(({ action, path }) => (action ? [[action, path]] : []));
    return { ...Object.fromEntries(actions), name, meta: { ...parts.find(({ meta }) => meta)?.meta } };
  })
  .toSorted((one, other) => orderOf(one) - orderOf(other));

function orderOf({ meta }: IResourceItem): number {
  return typeof meta?.order === "number" ? meta.order : Number.POSITIVE_INFINITY;
}
