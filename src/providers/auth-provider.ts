/** Signing in by e-mail code or password, for Refine. */
import type { AuthProvider } from "@refinedev/core";
import { isAuthRetryableFetchError } from "@supabase/auth-js";
import { keepDraftsFor } from "../lib/drafts.ts";
import { supabase } from "./supabase-client.ts";

supabase.auth.onAuthStateChange((_event, session) => {
  if (session) keepDraftsFor(session.user.id);
});

type SignIn = { email: string; password: string } | { email: string; code: string };

/** Sends a one-time code; the same answer whether or not the address is known. */
export async function sendCode(email: string): Promise<{ sent: boolean; tooSoon: boolean }> {
  const { error } = await supabase.auth.signInWithOtp({ email });
  return { sent: !error, tooSoon: error?.status === 429 };
}

/** Resolves to whether the code was right. */
export async function signInWithCode(email: string, code: string): Promise<boolean> {
  const { error } = await supabase.auth.verifyOtp({ email, token: code, type: "email" });
  return !error;
}

/** The sign-in address for a session that has ended, leading back to this page. */
export function signInAndBack({ pathname, search }: { pathname: string; search: string }): string {
  return pathname === "/sign-in"
    ? pathname + search
    : `/sign-in?next=${encodeURIComponent(pathname + search)}`;
}

export const authProvider: AuthProvider = {
  async login(values: SignIn) {
    const { email } = values;
    const ok =
      "code" in values
        ? await signInWithCode(email, values.code)
        : !(await supabase.auth.signInWithPassword({ email, password: values.password })).error;
    return ok ? { success: true } : { success: false, error: { name: "sign_in", message: "sign_in_failed" } };
  },
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
      ? { logout: true, redirectTo: signInAndBack(window.location) }
      : {};
  },
  async getIdentity() {
    const { data } = await supabase.auth.getSession();
    return data.session ? { id: data.session.user.id, email: data.session.user.email ?? "" } : null;
  },
};
