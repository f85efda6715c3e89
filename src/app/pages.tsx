/** The routes of all features, each behind the frame of those it is for. */
import { Suspense } from "react";
import { Route, Routes } from "react-router";
import { PageSkeleton } from "../ui/page-skeleton.tsx";
import { ClientFrame } from "./frame/client-frame.tsx";
import { type AppRoute, routes } from "./features.ts";
import { ForRoles } from "./for-roles.tsx";
import { Home } from "./home.tsx";
import { NotFound } from "./not-found.tsx";
import { PublicFrame } from "./frame/public-frame.tsx";
import { SecondFactorPage } from "./sign-in/second-factor-page.tsx";
import { SignInPage } from "./sign-in/sign-in-page.tsx";
import { SignedIn } from "./signed-in.tsx";
import { StaffFrame } from "./frame/staff-frame.tsx";

function routeOf({ path, audience, Page }: AppRoute) {
  const page = (
    <Suspense fallback={<PageSkeleton />}>
      <Page />
    </Suspense>
  );
  const element = typeof audience === "string" ? page : <ForRoles roles={audience}>{page}</ForRoles>;
  return <Route key={path} path={path} element={element} />;
}

const forStaff = routes.filter((route) => Array.isArray(route.audience));
const forClients = routes.filter((route) => route.audience === "clients");
const forAll = routes.filter((route) => route.audience === "public");

export function Pages() {
  return (
    <Routes>
      <Route element={<SignedIn />}>
        <Route index element={<Home />} />
        <Route path="/second-factor" element={<SecondFactorPage />} />
        <Route element={<StaffFrame />}>{forStaff.map(routeOf)}</Route>
        <Route element={<ClientFrame />}>{forClients.map(routeOf)}</Route>
      </Route>
      <Route element={<PublicFrame />}>
        {forAll.map(routeOf)}
        <Route path="/sign-in" element={<SignInPage />} />
        <Route path="*" element={<NotFound />} />
      </Route>
    </Routes>
  );
}
