/** Which routes are open to an account, from when, and which one to take. Unknown facts are named, never guessed. */
import { windowSlots } from "../scheduling/window-slots.ts";
import { twoStepOff, programmaticConditions, unmet, windowConditions } from "./move-conditions.ts";
import { type Loss, type Route, routeCatalogue } from "./route-catalogue.ts";
import { addsAfterDeleting, isCreditLineClosed, sendsAfterResharing } from "./route-dates.ts";
import type { AccountModel } from "./route-answers.ts";
import type { RouteFacts } from "./route-facts.ts";
import { type RouteReason, routeReasons } from "./route-reasons.ts";

export type Verdict = "allowed" | "refused" | "unknown";

export type RouteVerdict = {
  verdict: Verdict;
  reasons: RouteReason[];
  lost: Loss[];
  /** When the number can move at the earliest; null while an obstacle has no date, or no window fits. */
  earliest: Date | null;
};

export const recommendations = [
  "intent_accepted",
  "meta_recommends",
  "stated_by_admin",
  "new_account_model",
  "same_account",
  "last_resort",
] as const;

export type RouteAdvice = {
  routes: Record<Route, RouteVerdict>;
  /** null: no route can be recommended before the questions of `askFirst` are answered, or none is left. */
  recommended: { route: Route; why: (typeof recommendations)[number] } | null;
  askFirst: Route[];
};

type Judgement = { reasons: RouteReason[]; earliest: Date | null };

const rules: Record<Route, (facts: RouteFacts, now: Date) => Judgement> = {
  R0: (facts, now) => ({
    reasons: [...window(facts), ...model("new", facts), ...openChecks(facts)],
    earliest: firstWindow(facts, now),
  }),
  // Under the new model the same window shares the number.
  R1: (facts, now) => ({
    reasons: [
      ...window(facts),
      ...model("old", facts),
      ...unmet(windowConditions, facts),
      ...openChecks(facts),
    ],
    earliest: firstWindow(facts, now),
  }),
  // Meta's guide describes it only for On-Behalf-Of accounts, a model that ended on 1 October 2025 (read 2026-11).
  R2(facts, now) {
    const stated: RouteReason[] = facts.programmatic
      ? []
      : [{ code: "programmatic_not_stated", fact: "on_behalf_of" }];
    const reasons = [...stated, ...unmet(programmaticConditions, facts), ...openChecks(facts)];
    return { reasons, earliest: firstWindow(facts, now) };
  },
  R3(facts, now) {
    const { onlyPartnerChanges: only, intent } = facts.answers;
    const reasons: RouteReason[] = [];
    if (only !== "yes")
      reasons.push({ code: only === "no" ? "partner_changes_too" : "ask_partner", fact: "tech_provider" });
    if (intent !== "accepted")
      reasons.push({ code: intent ? "intent_not_accepted" : "ask_intent", fact: "migration_intent_status" });
    return { reasons: [...reasons, ...unmet([twoStepOff], facts)], earliest: now };
  },
  R4(facts, now) {
    const { accountOwner } = facts.answers;
    const reasons: RouteReason[] = [];
    if (accountOwner !== "client") {
      const code = accountOwner ? "account_not_the_clients" : "ask_account_owner";
      reasons.push({ code, fact: "ownership_type" });
    }
    reasons.push(...currencies(facts), { code: "sending_blocked", fact: "131042" });
    if (isCreditLineClosed(now)) reasons.push({ code: "credit_line_closed", fact: "credit_line" });
    return { reasons, earliest: sendsAfterResharing(now) };
  },
  R5({ answers: { lastPaidMessage } }, now) {
    const fact = "last_paid_message";
    const rest: RouteReason = { code: "five_minutes", fact: "133015" };
    if (lastPaidMessage === undefined)
      return { reasons: [{ code: "ask_last_paid", fact }, rest], earliest: now };
    const { from, coolsDown } = addsAfterDeleting(lastPaidMessage, now);
    return { reasons: coolsDown ? [{ code: "paid_lately", fact }, rest] : [rest], earliest: from };
  },
};

function window({ signupWindow }: RouteFacts): RouteReason[] {
  return signupWindow ? [] : [{ code: "window_not_set_up", fact: "signup_config_id" }];
}

/** No field of Meta's shows the model (read 2026-11), so people are asked and nothing is guessed. */
function model(needed: AccountModel, { answers: { accountModel } }: RouteFacts): RouteReason[] {
  if (accountModel === needed) return [];
  const code = accountModel === undefined ? "ask_account_model" : (`account_model_${accountModel}` as const);
  return [{ code, fact: "account_model" }];
}

/** The move may be chosen, but no date is firm before the hard checks have passed. */
function openChecks({ openHardChecks }: RouteFacts): RouteReason[] {
  return openHardChecks > 0 ? [{ code: "checks_open", fact: "checks" }] : [];
}

/** A move that Portdesk runs begins in a window that could be proposed; the routes of such moves exclude no days. */
function firstWindow({ calendars }: RouteFacts, now: Date): Date | null {
  const [first] = windowSlots({ ...calendars, closed: [], now: now.getTime() });
  return first ? new Date(first.start) : null;
}

function currencies({ source, destination, answers }: RouteFacts): RouteReason[] {
  const here = source?.waba?.currency ?? answers.sourceCurrency;
  const there = destination?.waba?.currency ?? answers.destinationCurrency;
  if (!here || !there) return [{ code: "ask_currencies", fact: "currency" }];
  return here === there ? [] : [{ code: "currencies_differ", fact: "currency" }];
}

function verdictOf(reasons: readonly RouteReason[]): Verdict {
  const kinds = reasons.map(({ code }) => routeReasons[code]);
  if (kinds.includes("blocked")) return "refused";
  return kinds.includes("open") ? "unknown" : "allowed";
}

/** An account cannot lose what it does not have. */
function lostOn(route: Route, { source }: RouteFacts): Loss[] {
  const hasMark = source?.number?.isOfficialBusinessAccount !== false;
  return routeCatalogue[route].lost.filter((loss) => loss !== "official_mark" || hasMark);
}

function judge(route: Route, facts: RouteFacts, now: Date): RouteVerdict {
  const { reasons, earliest } = rules[route](facts, now);
  const verdict = verdictOf(reasons);
  const dated = verdict === "allowed" && !reasons.some(({ code }) => code === "checks_open");
  return { verdict, reasons, lost: lostOn(route, facts), earliest: dated ? earliest : null };
}

/** The better route comes first; a worse one is offered only when every better one is known to be blocked. */
function recommend(verdicts: RouteAdvice["routes"]): Pick<RouteAdvice, "recommended" | "askFirst"> {
  const is = (route: Route, verdict: Verdict) => verdicts[route].verdict === verdict;
  const take = (route: Route, why: (typeof recommendations)[number]) => ({
    recommended: { route, why },
    askFirst: [],
  });
  const ask = (...candidates: Route[]) => ({
    recommended: null,
    askFirst: candidates.filter((route) => is(route, "unknown")),
  });
  if (is("R3", "allowed")) return take("R3", "intent_accepted");
  if (is("R0", "allowed")) return take("R0", "new_account_model");
  if (is("R1", "allowed")) return take("R1", "meta_recommends");
  // The model decides between the two, whatever else is open.
  if (is("R0", "unknown") || is("R1", "unknown")) return ask("R0", "R1");
  if (is("R2", "allowed")) return take("R2", "stated_by_admin");
  if (is("R2", "unknown") || is("R3", "unknown")) return ask("R2", "R3");
  if (is("R4", "allowed")) return take("R4", "same_account");
  if (is("R4", "unknown")) return ask("R4");
  return is("R5", "allowed") ? take("R5", "last_resort") : ask("R5");
}

export function adviseRoutes(facts: RouteFacts, now: Date): RouteAdvice {
  const verdicts: Record<Route, RouteVerdict> = {
    R0: judge("R0", facts, now),
    R1: judge("R1", facts, now),
    R2: judge("R2", facts, now),
    R3: judge("R3", facts, now),
    R4: judge("R4", facts, now),
    R5: judge("R5", facts, now),
  };
  return { routes: verdicts, ...recommend(verdicts) };
}
