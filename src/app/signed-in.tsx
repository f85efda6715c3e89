/** Lets signed-in people through and sends others to sign in, with the way back. */
import { Navigate, Outlet, useLocation } from "react-router";
import { useAccess } from "../queries/access.ts";
import { signInAddress, useSession } from "../providers/session.ts";
import { useAssurance } from "../queries/second-factor.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { PageSkeleton } from "../ui/page-skeleton.tsx";
import { InRefine } from "./lazy-parts.ts";
import { SecondFactorPage } from "./sign-in/lazy-second-factor.ts";

export function SignedIn() {
  const person = useSession();
  const location = useLocation();
  if (person === undefined) return <PageSkeleton />;
  if (person === null) return <Navigate to={signInAddress(location)} replace />;
  return <WithAccess />;
}

function WithAccess() {
  const { loading, error } = useAccess();
  const { data: assurance } = useAssurance();
  if (loading) return <PageSkeleton />;
  if (assurance === "asked") return <SecondFactorPage />;
  if (error) return <ErrorState onRetry={() => window.location.reload()} />;
  return (
    <InRefine>
      <Outlet />
    </InRefine>
  );
}
