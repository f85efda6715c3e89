// How the signup window can end: what it reports to the page that opened it, and whether a code for the app is left.
// Meta's pages, read 2026-11, unless a line says otherwise: implementation (finish events, cancel, reported errors),
// versions (v4: with a verified, an unverified or no number), app-only-install, onboarding-business-app-users.

export const signupEnds = [
  "no_number",
  "only_waba",
  "business_app",
  "obo_migration",
  "grant_only",
  "unverified",
  "cancel",
  "cancel_error",
  "error",
  "unknown",
  "silent",
] as const;
export type SignupEnd = (typeof signupEnds)[number];

/** `number`: the account with the number, verified or not; `account`: the account alone; `nothing`: no code is left. */
export const leavings: Record<SignupEnd, "number" | "account" | "nothing"> = {
  no_number: "account",
  only_waba: "account",
  business_app: "account",
  obo_migration: "account",
  grant_only: "number",
  unverified: "number",
  cancel: "nothing",
  cancel_error: "nothing",
  error: "nothing",
  unknown: "account",
  silent: "number",
};

export type EndFacts = {
  waba_id?: string;
  business_id?: string | undefined;
  phone_number_id?: string;
  step: string;
  error: { code: string; message: string };
};

type Session = { type: "WA_EMBEDDED_SIGNUP"; event: string; data: object; version?: number };

/** The session event of an end, null for none; `finished`: with a number, the intended end. */
export function sessionOf(end: SignupEnd | "finished", facts: EndFacts): Session | null {
  const { step, error, phone_number_id: number, ...account } = facts;
  const session = (event: string, data: object): Session => ({ type: "WA_EMBEDDED_SIGNUP", event, data });
  const reported = {
    error_message: error.message,
    error_code: error.code,
    session_id: "5f0simulated0000",
    timestamp: "1796000000",
  };
  switch (end) {
    case "finished":
    case "unverified":
      return session("FINISH", { phone_number_id: number, ...account });
    case "no_number":
      return session("FINISH", account);
    case "only_waba":
      return session("FINISH_ONLY_WABA", account);
    case "business_app":
      return session("FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING", { waba_id: facts.waba_id });
    // The contents of this event are published nowhere: ours, unproven.
    case "obo_migration":
      return session("FINISH_OBO_MIGRATION", account);
    case "grant_only":
      return session("FINISH_GRANT_ONLY_API_ACCESS", { phone_number_id: number, ...account });
    case "cancel":
      return { ...session("CANCEL", { current_step: step }), version: 3 };
    case "cancel_error":
      return session("CANCEL", reported);
    // Listed among the finish events, without its members: ours, unproven.
    case "error":
      return session("ERROR", reported);
    // For ends that Meta may add: ours.
    case "unknown":
      return session("FINISH_SIMULATED_FUTURE", account);
    // A browser that loses the message, or a window that ends before sending it: ours.
    case "silent":
      return null;
  }
}
