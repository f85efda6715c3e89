/** What people do in a cut-over: the acts, their input, and the step that each gives the go for. */
import type { EngineStep } from "#domain/cutover/step-catalogue.ts";
import * as z from "zod/mini";

const target = { request: z.uuid(), version: z.int() };

const metaId = z.string().check(z.regex(/^\d{1,30}$/));

export const cutoverAct = z.discriminatedUnion("act", [
  z.object({
    ...target,
    act: z.literal("request_code"),
    method: z.enum(["SMS", "VOICE"]),
    /** As Meta names languages, e.g. en_US or ru. */
    language: z.string().check(z.regex(/^[a-z]{2,3}(_[A-Z]{2})?$/)),
  }),
  z.object({ ...target, act: z.literal("enter_code"), code: z.string().check(z.regex(/^\d{6}$/)) }),
  z.object({
    ...target,
    act: z.literal("finish_signup"),
    /** What the window left for the app. */
    code: z.string().check(z.regex(/^[\x21-\x7e]{8,2000}$/)),
    /** What the window told the browser: a hint. */
    wabaId: metaId,
    phoneNumberId: metaId,
  }),
  z.object({
    ...target,
    act: z.literal("register_silently"),
    /** Needed where only people's word says that the number is shared. */
    lastFour: z.optional(z.string().check(z.regex(/^\d{4}$/))),
  }),
  z.object({ ...target, act: z.literal("approve_register"), lastFour: z.string().check(z.regex(/^\d{4}$/)) }),
]);
export type Act = z.infer<typeof cutoverAct>;

const actName = z.object({
  act: z.enum(["request_code", "enter_code", "finish_signup", "register_silently", "approve_register"]),
});

export const stepOfAct = {
  request_code: "request_code",
  enter_code: "verify_code",
  finish_signup: "embedded_signup",
  register_silently: "register_shared",
  approve_register: "register",
} as const satisfies Record<Act["act"], EngineStep>;

/** `fields`: the paths of what is wrong with an act that is known. */
export function readAct(body: unknown): { act: Act } | { problem: "unknown_command" } | { fields: string[] } {
  const parsed = cutoverAct.safeParse(body);
  if (parsed.success) return { act: parsed.data };
  if (!actName.safeParse(body).success) return { problem: "unknown_command" };
  return { fields: parsed.error.issues.map(({ path }) => path.join(".")) };
}

/** What the database keeps of the go; never a code. */
export function detailOf(taken: Act): Record<string, string> {
  switch (taken.act) {
    case "request_code":
      return { method: taken.method, language: taken.language };
    case "enter_code":
      return {};
    case "register_silently":
      return taken.lastFour === undefined ? {} : { lastFour: taken.lastFour };
    case "finish_signup":
      return { wabaId: taken.wabaId, phoneNumberId: taken.phoneNumberId };
    case "approve_register":
      return { lastFour: taken.lastFour };
  }
}
