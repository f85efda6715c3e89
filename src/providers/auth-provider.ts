/** The session for Refine, whose reads find out that it has ended. */
import type { AuthProvider } from "@refinedev/core";
import { isAuthRetryableFetchError } from "@supabase/auth-js";
import { signInAddress } from "./session.ts";
import { supabase } from "./supabase-client.ts";

export const authProvider: AuthProvider = {
  /** People sign in outside Refine. */
  login: () => Promise.resolve({ success: false }),
  async logout() {
    await supabase.auth.signOut({ scope: "local" });
    return { success: true, redirectTo: "/sign-in" };
  },
  async check() {
    const { data } = await supabase.auth.getSession();
    return data.session ? { authenticated: true } : { authenticated: false, redirectTo: "/sign-in" };
  },
  async onError(error) {
    const status =
      typeof error === "object" && error !== null && "statusCode" in error ? error.statusCode : undefined;
    if (status !== 401) return {};
    // A refused earlier read may be reported after a new sign-in: this asks about the session itself.
    const { error: ended } = await supabase.auth.getUser();
    return ended && !isAuthRetryableFetchError(ended)
      ? { logout: true, redirectTo: signInAddress(window.location) }
      : {};
  },
};
