/** Leaves the desk; what was read for the one who leaves is forgotten. */
import { useLogout } from "@refinedev/core";
import { useQueryClient } from "@tanstack/react-query";

export function useSignOut(): () => void {
  const { mutate: logout } = useLogout();
  const queries = useQueryClient();
  return () => logout(undefined, { onSuccess: () => queries.clear() });
}
