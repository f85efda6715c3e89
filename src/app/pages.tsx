/** The routes of all features, each in the frame of its audience. */
import { CanAccess } from "@refinedev/core";
import { type ReactNode, Suspense } from "react";
import { Route, Routes } from "react-router";
import type { Frame } from "../providers/feature.ts";
import { PageSkeleton } from "../ui/page-skeleton.tsx";
import { type AppRoute, routes } from "./features.ts";
import { Home } from "./home.tsx";
import { ClientFrame, NotForYou, NotFound, PublicFrame, SignInPage, StaffFrame } from "./lazy-parts.ts";
import { SecondFactorPage } from "./sign-in/lazy-second-factor.ts";
import { SignedIn } from "./signed-in.tsx";

/** What is around the page stays while the page is loaded. */
const loading = (element: ReactNode) => <Suspense fallback={<PageSkeleton />}>{element}</Suspense>;

function routeOf({ path, frame, action, resource, Page }: AppRoute) {
  const isGuarded = frame === "staff" && action !== undefined;
  const element = isGuarded ? (
    <CanAccess
      resource={resource}
      action={action}
      fallback={<NotForYou resource={resource} action={action} />}
    >
      <Page />
    </CanAccess>
  ) : (
    <Page />
  );
  return <Route key={path} path={path} element={loading(element)} />;
}

const within = (frame: Frame) => routes.filter((route) => route.frame === frame).map(routeOf);

export function Pages() {
  return loading(
    <Routes>
      <Route element={<SignedIn />}>
        <Route index element={<Home />} />
        <Route path="/second-factor" element={<SecondFactorPage />} />
        <Route element={<StaffFrame />}>{within("staff")}</Route>
        <Route element={<ClientFrame />}>{within("client")}</Route>
      </Route>
      <Route element={<PublicFrame />}>
        {within("public")}
        <Route path="/sign-in" element={loading(<SignInPage />)} />
        <Route path="*" element={loading(<NotFound />)} />
      </Route>
    </Routes>,
  );
}
