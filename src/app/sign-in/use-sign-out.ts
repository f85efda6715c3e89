/** Signs out and forgets what was read and typed by the person who leaves. */
import { useNavigate } from "react-router";
import { forgetDrafts } from "../../lib/drafts.ts";
import { queryClient } from "../../providers/query-client.ts";
import { signOut } from "../../providers/session.ts";

export function useSignOut(): () => void {
  const navigate = useNavigate();
  const leave = async () => {
    forgetDrafts();
    await signOut();
    await navigate("/sign-in");
    queryClient.clear();
  };
  return () => void leave();
}
