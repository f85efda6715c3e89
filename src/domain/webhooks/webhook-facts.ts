/** What is stored of a change for display: named fields, of any shape, flat, short, and without what names people. */
import { withoutPersons } from "../privacy/personal-text.ts";
import { withoutTokens } from "../privacy/token-text.ts";

const shown = [
  "event",
  "decision",
  "reason",
  "rejection_reason",
  "current_limit",
  "old_limit",
  "max_daily_conversation_per_phone",
  "max_daily_conversations_per_business",
  "max_phone_numbers_per_business",
  "max_phone_numbers_per_waba",
  "previous_quality_score",
  "new_quality_score",
  "message_template_name",
  "message_template_language",
  "message_template_category",
  "previous_category",
  "new_category",
  "correct_category",
  "category_update_timestamp",
  "disable_info",
  "other_info",
  "entity_type",
  "entity_id",
  "alert_type",
  "alert_severity",
  "alert_status",
  "alert_description",
  "alert_info",
  "requested_verified_name",
  "waba_info",
  "restriction_info",
  "violation_info",
  "ban_info",
  "disconnection_info",
];

const deepest = 3;
const maxFacts = 40;

/** A nested value has its path as its name: `ban_info.waba_ban_state`. */
export function factsOf(value: Record<string, unknown>): Record<string, string> {
  const facts = shown.flatMap((name) => leavesOf(name, value[name], deepest));
  return Object.fromEntries(facts.slice(0, maxFacts));
}

function leavesOf(name: string, value: unknown, depth: number): [string, string][] {
  if (typeof value === "object" && value !== null && depth > 0)
    return Object.entries(value)
      .slice(0, maxFacts)
      .flatMap(([key, inner]) => leavesOf(`${name}.${shortText(key) ?? ""}`, inner, depth - 1));
  const isText = typeof value === "string" || typeof value === "number";
  const text = isText || value === undefined || value === null ? shortText(value) : shortText(written(value));
  return text ? [[withoutNames(name), withoutNames(text)]] : [];
}

const withoutNames = (text: string) => withoutTokens(withoutPersons(text));

/** null for what is nested too deeply to be written out again. */
export function written(value: unknown): string | null {
  try {
    return JSON.stringify(value);
  } catch {
    return null;
  }
}

/** One line that every database accepts: no control characters, no half characters, not long. */
export function shortText(value: unknown): string | null {
  if (typeof value !== "string" && typeof value !== "number") return null;
  const line = String(value).replaceAll(/\p{Cc}/gu, " ");
  return Array.from(line)
    .filter((character) => !/^[\uD800-\uDFFF]$/.test(character))
    .slice(0, 200)
    .join("");
}
