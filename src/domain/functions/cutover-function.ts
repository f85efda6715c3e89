/** What people do in a cut-over: their commands, and the outcome of each. */
import * as z from "zod/mini";
import { stepStates } from "../cutover/step-catalogue.ts";
import { type EdgeFunction, target } from "./edge-function.ts";

const metaId = z.string().check(z.regex(/^\d{1,30}$/));
const lastFour = z.string().check(z.regex(/^\d{4}$/));

export const cutoverFunction = {
  name: "cutover",
  request: z.discriminatedUnion("command", [
    z.object({
      ...target,
      command: z.literal("request_code"),
      method: z.enum(["SMS", "VOICE"]),
      /** As Meta names languages, e.g. en_US or ru. */
      language: z.string().check(z.regex(/^[a-z]{2,3}(_[A-Z]{2})?$/)),
    }),
    z.object({ ...target, command: z.literal("enter_code"), code: z.string().check(z.regex(/^\d{6}$/)) }),
    z.object({
      ...target,
      command: z.literal("finish_signup"),
      /** What the window returned for the app. */
      code: z.string().check(z.regex(/^[\x21-\x7e]{8,2000}$/)),
      /** What the window reported to the browser: a hint. */
      wabaId: metaId,
      phoneNumberId: metaId,
    }),
    z.object({
      ...target,
      command: z.literal("register_silently"),
      /** Needed where only people's statements say that the number is shared. */
      lastFour: z.optional(lastFour),
    }),
    z.object({ ...target, command: z.literal("approve_register"), lastFour }),
  ]),
  answer: z.object({
    state: z.enum(stepStates),
    error: z.optional(z.string()),
    exception: z.optional(z.string()),
    attemptsLeft: z.optional(z.int()),
    /** ISO time. */
    waitUntil: z.optional(z.string()),
    /** Given once, with a registration that this call made or may have made. */
    pin: z.optional(z.string()),
    /** Identifies the PIN when it is noted. */
    pinId: z.optional(z.string()),
  }),
} as const satisfies EdgeFunction;
