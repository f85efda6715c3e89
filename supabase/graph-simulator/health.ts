// Meta's summary of what can send: the requested node, its account, the business and the app, headed by the worst
// status among them. Source: Meta, "Messaging and Calling Health Status"
// (business-messaging/whatsapp/support/health-status, 17 June 2026). Ours, unproven: a number that does not serve is
// BLOCKED, and so is an account without a payment method. Business and app are always AVAILABLE here.
import { isServing } from "./number-states.ts";
import type { Health, NumberRecord, Waba } from "./seed.ts";

type Entity = Health["entities"][number];

const paymentError = {
  error_code: 141006,
  error_description: "The account has no payment method that can be charged.",
  possible_solution: "Add a payment method to the account.",
};

function entityOf(type: string, id: string, isBlocked: boolean, errors: Entity["errors"] = []): Entity {
  const entity = { entity_type: type, id, can_send_message: isBlocked ? "BLOCKED" : "AVAILABLE" };
  return isBlocked && errors.length > 0 ? { ...entity, errors } : entity;
}

function summed(entities: Entity[]): Health {
  const words = entities.map(({ can_send_message: word }) => word);
  const worst = ["BLOCKED", "LIMITED"].find((word) => words.includes(word)) ?? "AVAILABLE";
  return { can_send_message: worst, entities };
}

function accountEntities(waba: Waba): Entity[] {
  if (waba.health_status) return waba.health_status.entities;
  return [
    entityOf("WABA", waba.id, waba.primary_funding_id === null, [paymentError]),
    entityOf("BUSINESS", waba.owner_portfolio_id, false),
  ];
}

export function healthOfWaba(waba: Waba): Health {
  return waba.health_status ?? summed(accountEntities(waba));
}

export function healthOfNumber(number: NumberRecord, waba: Waba, now: number): Health {
  if (number.health_status) return number.health_status;
  const own = entityOf("PHONE_NUMBER", number.id, !isServing(number, now));
  return summed([own, ...accountEntities(waba)]);
}
