/** Lets signed-in people through and sends the others to sign in, with the way back. */
import { useIsAuthenticated } from "@refinedev/core";
import { Navigate, Outlet, useLocation } from "react-router";
import { useAccess } from "../providers/access.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { PageSkeleton } from "../ui/page-skeleton.tsx";

export function SignedIn() {
  const { data, isLoading } = useIsAuthenticated();
  const { pathname, search } = useLocation();
  if (isLoading) return <PageSkeleton />;
  if (!data?.authenticated)
    return <Navigate to={`/sign-in?next=${encodeURIComponent(pathname + search)}`} replace />;
  return <WithAccess />;
}

function WithAccess() {
  const { loading, error } = useAccess();
  if (loading) return <PageSkeleton />;
  if (error) return <ErrorState onRetry={() => window.location.reload()} />;
  return <Outlet />;
}
