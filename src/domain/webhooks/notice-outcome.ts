/** Which alarm a change raises and which ones it ends; where Meta uses one word for both, the details decide. */
import * as z from "zod/mini";
import type { Outcome } from "./alarm-codes.ts";
import { readRestrictions } from "./restrictions.ts";
import { shortText } from "./webhook-facts.ts";
import { webhookMeanings } from "./webhook-meanings.ts";

type Judge = (value: Record<string, unknown>, sentAt: string | null) => Outcome;

const words = z.pipe(
  z.union([z.string(), z.array(z.string())]),
  z.transform((given) => [given].flat()),
);
const bans = z.object({ waba_ban_state: words });

/** By field, then by the event's word; `""` stands for every word. */
const judges: Readonly<Record<string, Readonly<Record<string, Judge>>>> = {
  account_update: { ACCOUNT_RESTRICTION: readRestrictions, DISABLED_UPDATE: readBan },
  template_category_update: { "": readCategory },
};

/** `sentAt`: ISO. */
export function outcomeOf(
  field: string,
  event: string,
  value: Record<string, unknown>,
  sentAt: string | null,
): Outcome {
  const judge = own(own(judges, field), event) ?? own(own(judges, field), "");
  if (judge) return judge(value, sentAt);
  const meaning = own(webhookMeanings, field);
  return { alarm: own(meaning?.alarms, event) ?? null, lifts: own(meaning?.lifts, event) ?? [] };
}

/** `name` comes from outside and may be one of the prototype's. */
export function own<T>(of: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return of !== undefined && Object.hasOwn(of, name) ? of[name] : undefined;
}

/** Only details that were fully understood can say that the ban is over. */
function readBan(value: Record<string, unknown>): Outcome {
  const states = bans.safeParse(value["ban_info"]).data?.waba_ban_state ?? [];
  const isLifted = states.length > 0 && states.every((state) => /^REINSTATED?$/i.test(state));
  return isLifted ? { alarm: null, lifts: ["ACCOUNT_BANNED"] } : { alarm: "ACCOUNT_BANNED", lifts: [] };
}

/** Meta announces a change (`correct_category`) a day before it and its price take effect (`previous_category`). */
function readCategory(value: Record<string, unknown>): Outcome {
  const [previous, current, coming] = ["previous_category", "new_category", "correct_category"].map((name) =>
    shortText(value[name]),
  );
  if (previous && previous !== current)
    return { alarm: "TEMPLATE_CATEGORY_CHANGED", lifts: ["TEMPLATE_CATEGORY_CHANGING"] };
  const isComing = Boolean(coming) && coming !== current;
  return { alarm: isComing ? "TEMPLATE_CATEGORY_CHANGING" : null, lifts: [] };
}
