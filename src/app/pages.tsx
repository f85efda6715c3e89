/** The routes of all features, each in the frame of its audience. */
import { CanAccess } from "@refinedev/core";
import { Suspense } from "react";
import { Route, Routes } from "react-router";
import type { Frame } from "../providers/feature.ts";
import { PageSkeleton } from "../ui/page-skeleton.tsx";
import { ClientFrame } from "./frame/client-frame.tsx";
import { type AppRoute, routes } from "./features.ts";
import { NotForYou } from "./not-for-you.tsx";
import { Home } from "./home.tsx";
import { NotFound } from "./not-found.tsx";
import { PublicFrame } from "./frame/public-frame.tsx";
import { SecondFactorPage } from "./sign-in/second-factor-page.tsx";
import { SignInPage } from "./sign-in/sign-in-page.tsx";
import { SignedIn } from "./signed-in.tsx";
import { StaffFrame } from "./frame/staff-frame.tsx";

function routeOf({ path, frame, action, resource, Page }: AppRoute) {
  const page = (
    <Suspense fallback={<PageSkeleton />}>
      <Page />
    </Suspense>
  );
  const isGuarded = frame === "staff" && action !== undefined;
  const element = isGuarded ? (
    <CanAccess
      resource={resource}
      action={action}
      fallback={<NotForYou resource={resource} action={action} />}
    >
      {page}
    </CanAccess>
  ) : (
    page
  );
  return <Route key={path} path={path} element={element} />;
}

const within = (frame: Frame) => routes.filter((route) => route.frame === frame).map(routeOf);

export function Pages() {
  return (
    <Routes>
      <Route element={<SignedIn />}>
        <Route index element={<Home />} />
        <Route path="/second-factor" element={<SecondFactorPage />} />
        <Route element={<StaffFrame />}>{within("staff")}</Route>
        <Route element={<ClientFrame />}>{within("client")}</Route>
      </Route>
      <Route element={<PublicFrame />}>
        {within("public")}
        <Route path="/sign-in" element={<SignInPage />} />
        <Route path="*" element={<NotFound />} />
      </Route>
    </Routes>
  );
}
