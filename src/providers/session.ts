/** Who is signed in, and signing in and out, for every page: visitors' pages do without Refine. */
import { useSyncExternalStore } from "react";
import { keepDraftsFor } from "../lib/drafts.ts";
import { supabase } from "./supabase-client.ts";

export type Person = { id: string; email: string };

/** Undefined until it is known. */
let person: Person | null | undefined;
let hasLeft = false;
const listeners = new Set<() => void>();

supabase.auth.onAuthStateChange((_event, session) => {
  if (session) keepDraftsFor(session.user.id);
  const next = session && { id: session.user.id, email: session.user.email ?? "" };
  if (next) hasLeft = false;
  if (next?.id === person?.id && next?.email === person?.email && person !== undefined) return;
  person = next;
  for (const listener of listeners) listener();
});

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Null: nobody. Undefined: not known yet. */
export const useSession = (): Person | null | undefined => useSyncExternalStore(subscribe, () => person);

/** Sends a one-time code; the same answer whether or not the address is known. */
export async function sendCode(email: string): Promise<{ sent: boolean; tooSoon: boolean }> {
  // The language of the mail (supabase/templates); kept with the account at its first sign-in, and trusted by nothing.
  const options = { data: { locale: document.documentElement.lang } };
  const { error } = await supabase.auth.signInWithOtp({ email, options });
  return { sent: !error, tooSoon: error?.status === 429 };
}

/** Resolves to whether the code was right. */
export async function signInWithCode(email: string, code: string): Promise<boolean> {
  const { error } = await supabase.auth.verifyOtp({ email, token: code, type: "email" });
  return !error;
}

/** Resolves to whether the password was right. */
export async function signInWithPassword(email: string, password: string): Promise<boolean> {
  const { error } = await supabase.auth.signInWithPassword({ email, password });
  return !error;
}

export async function signOut(): Promise<void> {
  hasLeft = true;
  await supabase.auth.signOut({ scope: "local" });
}

/** Where to sign in. A session that has ended leads back to this page, one that the person has ended does not. */
export function signInAddress({ pathname, search }: { pathname: string; search: string }): string {
  if (hasLeft) return "/sign-in";
  return pathname === "/sign-in"
    ? pathname + search
    : `/sign-in?next=${encodeURIComponent(pathname + search)}`;
}
