// What the signup window does at Meta: it creates the account, adds and verifies the number there, and leaves a code
// for the app.
import { randomBytes } from "node:crypto";
import { representedBusiness } from "../access.ts";
import { graphError, migrationError } from "../graph-error.ts";
import { hasDeparted, isRegistered, verificationNow, wabaOf } from "../number-states.ts";
import { checkSource, claimed } from "../resources/claim.ts";
import { checkCode, sendCode } from "../resources/verification.ts";
import type { NumberRecord, Waba } from "../seed.ts";
import { newId, type SimulatorState } from "../state.ts";

export type SimulationView = { state: SimulatorState; now: number };

/** The account that this app's window created for the business before, or a new one. */
function accountFor({ state }: SimulationView, appId: string, business: string): Waba {
  const name = `Signup of app ${appId}`;
  const present = state.wabas.find((waba) => waba.name === name && waba.owner_portfolio_id === business);
  if (present) return present;
  const made: Waba = {
    id: newId(state, "waba"),
    name,
    owner_portfolio_id: business,
    on_behalf_of_portfolio_id: null,
    business_verification_status: null,
    account_review_status: "APPROVED",
    primary_funding_id: newId(state, "waba"),
    currency: "USD",
    country: "US",
    timezone_id: "1",
    ownership_type: "SELF",
    message_template_namespace: "00000000_0000_4000_8000_000000000001",
    subscribed_apps: [],
    number_room: null,
    messaging_for_pending: false,
    account_model: "old",
    health_status: null,
  };
  state.wabas.push(made);
  return made;
}

/**
 * The number in the new partner's account: live at once, no code, nothing taken from the old one. Quality, limit and
 * PIN belong to the number and are the same for all partners. Meta, account-model-evolution (2026-10-27); that it shows
 * as CONNECTED before `register` is ours, unproven.
 */
function shared({ state }: SimulationView, source: NumberRecord, account: Waba): NumberRecord {
  source.is_shared = true;
  const id = state.settings.sharedIdStays ? source.id : newId(state, "number");
  return {
    ...source,
    id,
    waba_id: account.id,
    claimed_from_waba_id: source.waba_id,
    webhook_callback_uri: null,
  };
}

/** The number's record where it works now, and the account that the window would take it to. */
function findSource(view: SimulationView, appId: string, e164: string) {
  const present = view.state.numbers.filter((number) => number.e164 === e164 && !hasDeparted(number));
  const source = present.find(isRegistered);
  if (!source) throw migrationError("add_directly");
  const account = accountFor(view, appId, representedBusiness(wabaOf(view.state, source.waba_id)));
  return { present, source, account };
}

/** Creates only the account, for the business of a number that stays. Throws a GraphError with Meta's reason. */
export function enterAccount(view: SimulationView, appId: string, e164: string): Waba {
  return findSource(view, appId, e164).account;
}

/** Throws a GraphError with Meta's reason. Sends a code unless the number is verified already. */
export function enterNumber(
  view: SimulationView,
  appId: string,
  e164: string,
): { number: NumberRecord; proved: boolean } {
  const { state, now } = view;
  const { present, source, account } = findSource(view, appId, e164);
  if (source.waba_id === account.id) throw graphError(2388012);
  let number = present.find(({ waba_id: waba }) => waba === account.id);
  if (!number && wabaOf(state, source.waba_id).account_model === "new") {
    account.account_model = "new";
    number = shared(view, source, account);
    state.numbers.push(number);
    return { number, proved: true };
  }
  if (!number) {
    checkSource(state, source, account);
    number = claimed(view, source, account);
    state.numbers.push(number);
  }
  const proved = verificationNow(state, number, now) === "VERIFIED";
  if (!proved) {
    if (!number.reachable) throw graphError(2593037);
    sendCode(view, number, "SMS", "en");
  }
  return { number, proved };
}

/** Throws a GraphError if the code is wrong, expired, or used up. */
export function proveNumber(view: SimulationView, numberId: string, given: string): NumberRecord {
  // If a claim keeps the id, the window is about the newest record.
  const number = view.state.numbers.findLast(({ id }) => id === numberId);
  if (!number) throw graphError(100, { message: "No such number." });
  checkCode({ ...view, effect: () => undefined }, number, given);
  return number;
}

export function leaveCode(
  { state, now }: SimulationView,
  appId: string,
  redirectUri: string,
  granted: Pick<NumberRecord, "waba_id" | "claimed_from_waba_id">,
): string {
  const code = `AQ${randomBytes(30).toString("base64url")}`;
  state.signupCodes.push({
    code,
    appId,
    redirectUri,
    wabaId: granted.waba_id,
    sourceWabaId: granted.claimed_from_waba_id,
    expiresAt: now + state.settings.signupCodeSeconds * 1000,
  });
  return code;
}
