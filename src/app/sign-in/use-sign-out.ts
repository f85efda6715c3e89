/** Leaves Portdesk; what was read for the one who leaves, and what they had begun to type, is forgotten. */
import { useLogout } from "@refinedev/core";
import { useQueryClient } from "@tanstack/react-query";
import { forgetDrafts } from "../../lib/drafts.ts";

export function useSignOut(): () => void {
  const { mutate: logout } = useLogout();
  const queries = useQueryClient();
  return () => {
    forgetDrafts();
    logout(undefined, { onSuccess: () => queries.clear() });
  };
}
