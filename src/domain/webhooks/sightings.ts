/** What the `messages` field says about single messages: which arrived, how ours fared, and why one failed. */
import * as z from "zod/mini";
import { withoutPersons } from "../privacy/personal-text.ts";
import { withoutTokens } from "../privacy/token-text.ts";
import { shortText } from "./webhook-facts.ts";

const messageStatuses = ["received", "sent", "delivered", "read", "failed", "deleted"] as const;

/**
 * Meta's number and title of a failure; the title without anything that names people. Its details are not stored,
 * because they may name the recipient. Source: Meta, "Status messages webhook reference"
 * (business-messaging/whatsapp/webhooks/reference/messages/status, 21 May 2026): `errors` stands beside the status and
 * is the only place for the reason once a message was accepted.
 */
export type SendFailure = { code: number | null; title: string | null };

/** That a message arrived, or how ours fared. */
export type Sighting = {
  direction: "in" | "out";
  /** Meta's id, which contains a telephone number: only its hash is stored. */
  messageId: string;
  status: (typeof messageStatuses)[number];
  /** ISO; null where it is not given. */
  at: string | null;
  /** For `failed`, where Meta says why. */
  failure: SendFailure | null;
};

const list = z.array(z.unknown());
const message = z.object({ id: z.string(), timestamp: z.optional(z.unknown()) });
const ownStatus = z.extend(message, {
  status: z.enum(messageStatuses),
  errors: z.optional(z.unknown()),
});
const error = z.object({ code: z.optional(z.unknown()), title: z.optional(z.unknown()) });

export function sightingsOf(value: Record<string, unknown>): Sighting[] {
  const listOf = (name: string) => list.safeParse(value[name]).data ?? [];
  const came = listOf("messages").flatMap((given): Sighting[] => {
    const { data } = message.safeParse(given);
    if (!data) return [];
    const at = timeOf(data.timestamp);
    return [{ direction: "in", messageId: data.id, status: "received", at, failure: null }];
  });
  const went = listOf("statuses").flatMap((given): Sighting[] => {
    const { data } = ownStatus.safeParse(given);
    if (!data) return [];
    const failure = data.status === "failed" ? failureOf(data.errors) : null;
    const at = timeOf(data.timestamp);
    return [{ direction: "out", messageId: data.id, status: data.status, at, failure }];
  });
  return [...came, ...went];
}

/** The first error that has a number, otherwise the first of all. */
function failureOf(errors: unknown): SendFailure | null {
  const reported = (list.safeParse(errors).data ?? []).flatMap((given): SendFailure[] => {
    const { data } = error.safeParse(given);
    if (!data) return [];
    const title = shortText(data.title);
    const code =
      Number.isInteger(data.code) && Math.abs(Number(data.code)) < 2 ** 31 ? Number(data.code) : null;
    const isEmpty = code === null && (title === null || title === "");
    return isEmpty ? [] : [{ code, title: title === null ? null : withoutTokens(withoutPersons(title)) }];
  });
  return reported.find(({ code }) => code !== null) ?? reported[0] ?? null;
}

/** Seconds since 1970, which Meta writes as a number or as text; implausible moments are no time. */
export function timeOf(seconds: unknown): string | null {
  const isText = typeof seconds === "string" && /^\d{1,12}$/.test(seconds);
  const at = typeof seconds === "number" || isText ? Number(seconds) * 1000 : Number.NaN;
  return at > 0 && at < 32_503_680_000_000 ? new Date(at).toISOString() : null;
}
