/** Signs out and forgets what was read and typed by the person who leaves. */
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
