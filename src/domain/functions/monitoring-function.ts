/** What people do with a moved number: give it a PIN, see what it can send, send a test message. */
import * as z from "zod/mini";
import { sendErrorReasons } from "../exceptions/send-errors.ts";
import { sampleTemplate } from "../templates/sendable-templates.ts";
import { target } from "./edge-function.ts";

const setPin = {
  name: "monitoring",
  request: z.object({ ...target, command: z.literal("set_pin") }),
  answer: z.object({
    state: z.enum(["set", "refused", "unknown"]),
    /** Whether Meta then showed two-step verification as on. */
    confirmed: z.boolean(),
    /** Given once. */
    pin: z.optional(z.string()),
    /** Identifies the PIN when it is noted. */
    pinId: z.optional(z.string()),
    exception: z.optional(z.string()),
  }),
} as const;

const template = z.object({ name: z.string(), language: z.string(), category: z.string() });
export type TestTemplate = z.infer<typeof template>;

/** The templates that can be sent as they are, best first, and the total number of approved ones. */
const templates = {
  name: "monitoring",
  request: z.object({ ...target, command: z.literal("templates") }),
  answer: z.object({ templates: z.array(template), approved: z.int() }),
} as const;

const sendTest = {
  name: "monitoring",
  request: z.object({
    ...target,
    command: z.literal("send_test"),
    /** E.164. */
    to: z.string().check(z.regex(/^\+[1-9]\d{6,14}$/)),
    template: z.string().check(
      z.regex(/^[a-z0-9_]{1,512}$/),
      z.refine((name) => name !== sampleTemplate),
    ),
    /** As Meta names languages, e.g. en_US or ru. */
    language: z.string().check(z.regex(/^[a-z]{2,3}(_[A-Z]{2})?$/)),
  }),
  answer: z.object({
    state: z.enum(["accepted", "refused", "unreachable"]),
    /** If it was refused. */
    reason: z.optional(z.enum(sendErrorReasons)),
  }),
} as const;

/** One function, whose answer depends on the command. */
export const monitoringFunction = { setPin, templates, sendTest };
export const monitoringRequest = z.discriminatedUnion("command", [
  setPin.request,
  templates.request,
  sendTest.request,
]);
