/** The routes of all features, each in the frame of its audience. */
import { type ReactNode, Suspense } from "react";
import { Route, Routes } from "react-router";
import { permissionFor, type ResourceAction } from "../providers/access-control.ts";
import type { Frame } from "../providers/feature.ts";
import { usePermitted } from "../queries/access.ts";
import { PageSkeleton } from "../ui/page-skeleton.tsx";
import { type AppRoute, routes } from "./features.ts";
import { Home } from "./home.tsx";
import { ClientFrame, NotForYou, NotFound, PublicFrame, SignInPage, StaffFrame } from "./lazy-parts.ts";
import { SecondFactorPage } from "./sign-in/lazy-second-factor.ts";
import { SignedIn } from "./signed-in.tsx";

/** What is around the page stays while the page is loaded. */
const loading = (element: ReactNode) => <Suspense fallback={<PageSkeleton />}>{element}</Suspense>;

type GuardedProps = { resource: string; action: ResourceAction; children: ReactNode };

/** For those who may do with the resource what the page does with it. */
function Guarded({ resource, action, children }: GuardedProps) {
  const may = usePermitted();
  const permission = permissionFor(resource, action);
  return permission && may(permission) ? children : <NotForYou resource={resource} action={action} />;
}

function routeOf({ path, frame, action, resource, Page }: AppRoute) {
  const isGuarded = frame === "staff" && action !== undefined;
  const element = isGuarded ? (
    <Guarded resource={resource} action={action}>
      <Page />
    </Guarded>
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
