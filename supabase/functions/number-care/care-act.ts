/** What people do with a moved number, and its input. */
import { sampleTemplate } from "#domain/templates/sendable-templates.ts";
import * as z from "zod/mini";

const target = { request: z.uuid(), version: z.int() };

export const careAct = z.discriminatedUnion("act", [
  z.object({ ...target, act: z.literal("set_pin") }),
  z.object({ ...target, act: z.literal("templates") }),
  z.object({
    ...target,
    act: z.literal("send_test"),
    /** E.164. */
    to: z.string().check(z.regex(/^\+[1-9]\d{6,14}$/)),
    template: z.string().check(
      z.regex(/^[a-z0-9_]{1,512}$/),
      z.refine((name) => name !== sampleTemplate),
    ),
    /** As Meta names languages, e.g. en_US or ru. */
    language: z.string().check(z.regex(/^[a-z]{2,3}(_[A-Z]{2})?$/)),
  }),
]);
export type CareAct = z.infer<typeof careAct>;
