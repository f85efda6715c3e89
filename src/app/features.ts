/** Every feature of the app, found by its `resource.tsx`: adding one needs no edit here. */
import { lazy } from "react";
import type { Feature, FeatureRoute } from "../providers/feature.ts";

const modules = import.meta.glob<{ feature: Feature }>("../features/*/resource.tsx", { eager: true });

export const features: readonly Feature[] = Object.values(modules).map((module) => module.feature);

export const routes = features.flatMap((feature) =>
  feature.routes.map((route: FeatureRoute) => ({ ...route, Page: lazy(route.page) })),
);

export type AppRoute = (typeof routes)[number];
