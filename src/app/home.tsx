/** The first page of each kind of person. */
import { Navigate } from "react-router";
import { useAccess } from "../queries/access.ts";
import { Invitations, NoAccess } from "./lazy-parts.ts";

export function Home() {
  const { access } = useAccess();
  if (access.invitations.length > 0) return <Invitations />;
  if (access.memberships.length > 0) return <Navigate to="/requests" replace />;
  if (access.clients.length > 0) return <Navigate to="/my" replace />;
  return <NoAccess />;
}
