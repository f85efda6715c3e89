/** What Meta's signup window tells the page that opened it. Anybody could say it, so it is a hint and nothing more. */
import * as z from "zod/mini";

const metaId = z.string().check(z.regex(/^\d{1,30}$/));

const sessionEvent = z.discriminatedUnion("event", [
  z.object({
    type: z.literal("WA_EMBEDDED_SIGNUP"),
    event: z.literal("FINISH"),
    data: z.object({ waba_id: metaId, phone_number_id: metaId }),
  }),
  z.object({ type: z.literal("WA_EMBEDDED_SIGNUP"), event: z.literal("CANCEL") }),
  z.object({ type: z.literal("WA_EMBEDDED_SIGNUP"), event: z.literal("ERROR") }),
]);

export type SignupHint = { wabaId: string; phoneNumberId: string };
export type SessionEvent = { kind: "finished"; hint: SignupHint } | { kind: "cancelled" | "failed" };

/** null for whatever is not such an event; Meta sends it as JSON text. */
export function readSessionEvent(data: unknown): SessionEvent | null {
  const parsed = sessionEvent.safeParse(typeof data === "string" ? parseJson(data) : data);
  if (!parsed.success) return null;
  const { data: event } = parsed;
  if (event.event !== "FINISH") return { kind: event.event === "CANCEL" ? "cancelled" : "failed" };
  return {
    kind: "finished",
    hint: { wabaId: event.data.waba_id, phoneNumberId: event.data.phone_number_id },
  };
}

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
