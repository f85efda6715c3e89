/** What Meta's signup window reports to the page that opened it. Anyone could send it, so it is only a hint. */
import type { SignupEnding } from "#domain/cutover/signup-endings.ts";
import * as z from "zod/mini";

const metaId = z.string().check(z.regex(/^\d{1,30}$/));
const words = z.catch(z.nullish(z.union([z.string(), z.pipe(z.number(), z.transform(String))])), undefined);

const sessionEvent = z.object({
  type: z.literal("WA_EMBEDDED_SIGNUP"),
  event: z.string(),
  data: z.catch(
    z.nullish(
      z.object({
        waba_id: z.optional(z.unknown()),
        phone_number_id: z.optional(z.unknown()),
        current_step: words,
        error_message: words,
        error_code: words,
        session_id: words,
      }),
    ),
    undefined,
  ),
});
type Data = NonNullable<z.infer<typeof sessionEvent>["data"]>;

export type SignupHint = { wabaId: string; phoneNumberId: string };

/** Meta's own text of an error. */
export type WindowError = { code: string; message: string; session: string };

export type SignupEnd = { ending: SignupEnding; step?: string; error?: WindowError };

export type SessionEvent = { kind: "finished"; hint: SignupHint } | ({ kind: "ended" } & SignupEnd);

/** null for anything but such an event; Meta sends it as JSON text. */
export function readSessionEvent(data: unknown): SessionEvent | null {
  const parsed = sessionEvent.safeParse(typeof data === "string" ? parseJson(data) : data);
  return parsed.success ? meaningOf(parsed.data.event, parsed.data.data ?? {}) : null;
}

/**
 * The events of Meta's implementation page (Embedded Signup v4, read 2026-11). There errors arrive as CANCEL; the
 * content of ERROR is not described.
 */
function meaningOf(event: string, data: Partial<Data>): SessionEvent {
  switch (event) {
    case "FINISH":
      return finished(data, "no_number");
    // Without a system user, for this app's token alone: the number is there as with FINISH (page "App-Only
    // Install").
    case "FINISH_GRANT_ONLY_API_ACCESS":
      return finished(data, "access_only");
    case "FINISH_ONLY_WABA":
      return ended("no_number");
    // The number stays in the app, where no move reaches it.
    case "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING":
      return ended("app_number");
    case "FINISH_OBO_MIGRATION":
      return ended("owner_changed");
    case "CANCEL":
      return data.error_code || data.error_message ? failed(data) : left(data);
    case "ERROR":
      return failed(data);
    default:
      return ended("unknown", { step: short(event, 60) });
  }
}

const ended = (ending: SignupEnding, more: Omit<SignupEnd, "ending"> = {}): SessionEvent => ({
  kind: "ended",
  ending,
  ...more,
});

function finished({ waba_id: waba, phone_number_id: number }: Partial<Data>, without: SignupEnding) {
  const ids = z.safeParse(z.object({ wabaId: metaId, phoneNumberId: metaId }), {
    wabaId: waba,
    phoneNumberId: number,
  });
  if (ids.success) return { kind: "finished" as const, hint: ids.data };
  return ended(number === undefined || number === null || number === "" ? without : "unknown");
}

function left({ current_step: step }: Partial<Data>): SessionEvent {
  return ended("cancelled", step ? { step: short(step, 60) } : {});
}

function failed({ error_code: code, error_message: message, session_id: session }: Partial<Data>) {
  const error = { code: short(code, 20), message: short(message, 1000), session: short(session, 60) };
  return ended("error", { error });
}

const short = (text: string | null | undefined, length: number) => (text ?? "").slice(0, length);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const returned = z.object({
  type: z.literal("portdesk.signup"),
  state: z.string(),
  code: z.nullable(z.string()),
});
export type SignupReturn = z.infer<typeof returned>;

/** What our own return page passes on from the window's address; null for anything else. */
export function readReturn(data: unknown): SignupReturn | null {
  const parsed = returned.safeParse(data);
  return parsed.success ? parsed.data : null;
}

export function returnOf(search: string): SignupReturn {
  const parameters = new URLSearchParams(search);
  return {
    type: "portdesk.signup",
    state: parameters.get("state") ?? "",
    code: parameters.get("code"),
  };
}
