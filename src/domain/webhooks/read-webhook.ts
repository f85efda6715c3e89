/** Reads the body of a webhook, whatever Meta, or anybody with its signature, may send. Never throws. */
import * as z from "zod/mini";
import { parseJson } from "../graph/parse-json.ts";
import type { AlarmCode } from "./alarm-codes.ts";
import { keptBytes, keptJson } from "./kept-body.ts";
import { outcomeOf, own } from "./notice-outcome.ts";
import { type Sighting, sightingsOf, timeOf } from "./sightings.ts";
import { factsOf, shortText, written } from "./webhook-facts.ts";
import { type PromptedCheck, webhookMeanings, type WebhookScope } from "./webhook-meanings.ts";

export type WebhookChange = {
  /** The change as sent: its hash reveals repetitions. */
  raw: string;
  wabaId: string;
  field: string;
  event: string;
  scope: WebhookScope;
  phoneNumberId: string | null;
  /** The number as digits, where the field names it that way. */
  phoneDigits: string | null;
  /** What an alarm is about; for a template, its name and language. */
  subject: string;
  alarm: AlarmCode | null;
  /** Alarms about the same subject that it ends. */
  lifts: readonly AlarmCode[];
  /** Which checks of a request that has not moved yet should be read again at once. */
  checks: PromptedCheck | null;
  /** The app that it is about, if it names one: not every app is ours. */
  partnerAppId: string | null;
  received: boolean;
  reread: boolean;
  /** Short and safe to show; never a message's text or its sender. */
  facts: Record<string, string>;
  sightings: readonly Sighting[];
  /** ISO; null where the envelope does not say. */
  sentAt: string | null;
};

export type WebhookReading = {
  changes: readonly WebhookChange[];
  /** Why the body could not be read completely; null when it was understood. */
  problem: "unreadable" | "unknown_object" | "unknown_entry" | "unknown_field" | null;
  /** What was not understood, without people and their texts; null when everything was. */
  kept: Uint8Array | null;
};

const loose = z.record(z.string(), z.unknown());
const entries = z.array(z.unknown());
const entry = z.object({ id: z.unknown(), time: z.optional(z.unknown()), changes: entries });
const change = z.object({ field: z.string().check(z.regex(/^\w{1,100}$/)), value: loose });

const maxChanges = 10_000;

export function readWebhook(body: Uint8Array): WebhookReading {
  const json = parsed(body);
  if (json === undefined) return { changes: [], problem: "unreadable", kept: keptBytes(body) };
  const root = loose.safeParse(json).data;
  if (root === undefined) return { changes: [], problem: "unreadable", kept: keptJson(json) };
  const list = entries.safeParse(root["entry"]);
  if (root["object"] !== "whatsapp_business_account" || !list.success)
    return { changes: [], problem: "unknown_object", kept: keptJson(root) };
  let problem: WebhookReading["problem"] = null;
  const changes: WebhookChange[] = [];
  const unread: unknown[] = [];
  for (const item of list.data) {
    const one = entry.safeParse(item);
    if (!one.success) {
      problem = "unknown_entry";
      unread.push(item);
      continue;
    }
    for (const reported of one.data.changes) {
      const known = change.safeParse(reported);
      const read = known.success ? readChange(known.data, one.data) : null;
      const isTaken = read !== null && changes.length < maxChanges;
      if (isTaken) changes.push(read);
      else problem = "unknown_entry";
      const isKnown = isTaken && Object.hasOwn(webhookMeanings, read.field);
      if (isTaken && !isKnown) problem ??= "unknown_field";
      if (!isKnown) unread.push({ id: one.data.id, time: one.data.time, changes: [reported] });
    }
  }
  const kept = problem === null ? null : keptJson({ object: root["object"], entry: unread });
  return { changes, problem, kept };
}

/** undefined for what is not JSON, or is nested too deeply. */
function parsed(body: Uint8Array): unknown {
  try {
    return parseJson(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

function readChange(
  reported: z.infer<typeof change>,
  { id, time }: z.infer<typeof entry>,
): WebhookChange | null {
  const { field, value } = reported;
  const account = loose.safeParse(value["waba_info"]).data;
  const wabaId = idOf(account?.["waba_id"]) ?? idOf(id);
  const raw = written(reported);
  if (wabaId === null || raw === null) return null;
  const meaning = own(webhookMeanings, field);
  const word = meaning?.word ?? "event";
  // Newer versions of some fields have their details one level deeper.
  const given = shortText(value[word] ?? loose.safeParse(value["alert_info"]).data?.[word]) ?? "";
  // The words in an unknown field may be a person's.
  const event = meaning || /^[A-Z][A-Z0-9_]{0,99}$/.test(given) ? given : "";
  const scope = meaning?.scope ?? "account";
  const sentAt = timeOf(time);
  return {
    raw: `${wabaId} ${raw}`,
    wabaId,
    field: shortText(field) ?? "",
    event,
    scope,
    phoneNumberId:
      idOf(loose.safeParse(value["metadata"]).data?.["phone_number_id"]) ?? idOf(value["phone_number_id"]),
    phoneDigits: digitsOf(value["display_phone_number"]),
    subject: scope === "template" ? templateOf(value) : "",
    ...outcomeOf(field, event, value, sentAt),
    checks: own(meaning?.checks, event) ?? null,
    partnerAppId: idOf(account?.["partner_app_id"]),
    received: meaning?.received ?? false,
    reread: meaning !== undefined && meaning.received === undefined,
    facts: meaning === undefined || meaning.received ? {} : factsOf(value),
    sightings: meaning?.received ? sightingsOf(value) : [],
    sentAt,
  };
}

function idOf(value: unknown): string | null {
  const text = shortText(value);
  return text !== null && /^\d{1,40}$/.test(text) ? text : null;
}

function digitsOf(value: unknown): string | null {
  const digits = (shortText(value) ?? "").replaceAll(/\D/g, "");
  return digits === "" ? null : digits;
}

/** Meta's pages write a language as `en-US` in webhooks and as `en_US` in every other call. */
function templateOf(value: Record<string, unknown>): string {
  const [name, language] = [value["message_template_name"], value["message_template_language"]].map(
    shortText,
  );
  return `${name ?? ""} ${(language ?? "").replaceAll("-", "_")}`;
}
