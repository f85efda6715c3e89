/** Lets signed-in people through and sends others to sign in, with the way back. */
import { useIsAuthenticated } from "@refinedev/core";
import { Navigate, Outlet, useLocation } from "react-router";
import { useAccess } from "../queries/access.ts";
import { signInAndBack } from "../providers/auth-provider.ts";
import { useAssurance } from "../queries/second-factor.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { PageSkeleton } from "../ui/page-skeleton.tsx";
import { SecondFactorPage } from "./sign-in/lazy-second-factor.ts";

export function SignedIn() {
  const { data, isLoading } = useIsAuthenticated();
  const location = useLocation();
  if (isLoading) return <PageSkeleton />;
  if (!data?.authenticated) return <Navigate to={signInAndBack(location)} replace />;
  return <WithAccess />;
}

function WithAccess() {
  const { loading, error } = useAccess();
  const { data: assurance } = useAssurance();
  if (loading) return <PageSkeleton />;
  if (assurance === "asked") return <SecondFactorPage />;
  if (error) return <ErrorState onRetry={() => window.location.reload()} />;
  return <Outlet />;
}
