/** The golden accounts: compares what the facts document says about each with what the advisor says. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import * as z from "zod/mini";
import { openPeriods, workingHours } from "../clocks/calendar.ts";
import { routeAnswers } from "./route-answers.ts";
import { adviseRoutes, type RouteAdvice } from "./route-advice.ts";
import { type Route, routeCatalogue, routes } from "./route-catalogue.ts";
import type { RouteFacts } from "./route-facts.ts";

/** `expect`: verdict, earliest date if allowed (`now` for at once), reasons; anything not named is as in `usual`. */
const golden = z
  .object({
    now: z.string(),
    calendar: z.object({
      timeZone: z.string(),
      hours: z.array(workingHours),
      closedDays: z.array(z.string()),
    }),
    usual: z.record(z.enum(routes), z.string()),
    accounts: z.array(
      z.object({
        name: z.string(),
        now: z.optional(z.string()),
        /** What differs from the usual calendars; a taken time as `start/end`. */
        closedDays: z.optional(z.array(z.string())),
        clientHours: z.optional(z.array(workingHours)),
        taken: z.optional(z.array(z.string())),
        change: z.record(z.string(), z.unknown()),
        expect: z.partialRecord(z.enum(routes), z.string()),
        recommended: z.string(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(path.join(import.meta.dirname, "golden-accounts.json"), "utf8")));

type Account = (typeof golden.accounts)[number];

function calendarsOf({ closedDays = [], clientHours, taken = [] }: Partial<Account>, now: string) {
  const { timeZone, hours, closedDays: usual } = golden.calendar;
  const open = (some: typeof hours, closed: string[]) =>
    openPeriods({ timeZone, hours: some, closedDays: new Set(closed) }, now.slice(0, 10), 60);
  return {
    provider: open(hours, [...usual, ...closedDays]),
    client: clientHours ? open(clientHours, []) : null,
    taken: taken.map((span) => {
      const [start = NaN, end = NaN] = span.split("/").map((moment) => Date.parse(moment));
      return { start, end };
    }),
  };
}

function soundAccount(account: Partial<Account> = {}, now = golden.now): RouteFacts {
  const waba = {
    businessVerificationStatus: "verified",
    accountReviewStatus: "APPROVED",
    ownerBusinessId: "7001",
    primaryFundingId: "7401",
    currency: "USD",
  };
  return {
    source: {
      number: {
        id: "7201",
        nameStatus: "APPROVED",
        newNameStatus: "NONE",
        platformType: "CLOUD_API",
        accountMode: "LIVE",
        isOfficialBusinessAccount: true,
        isPinEnabled: false,
        isOnBizApp: false,
      },
      waba: { id: "7101", ...waba },
    },
    destination: { waba: { id: "7102", ...waba } },
    sourceBusinessId: "7001",
    signupWindow: true,
    programmatic: true,
    checks: {},
    openHardChecks: 0,
    answers: { accountModel: "old" },
    calendars: calendarsOf(account, now),
  };
}

/** Sets `a.b.c` in a tree of plain objects. */
function set(target: object, key: string, value: unknown): void {
  const [first = "", ...rest] = key.split(".");
  const inner: unknown = Reflect.get(target, first);
  if (rest.length === 0) Reflect.set(target, first, value);
  else if (typeof inner === "object" && inner !== null) set(inner, rest.join("."), value);
}

function described(advice: RouteAdvice, route: Route, now: string): string {
  const { verdict, earliest, reasons } = advice.routes[route];
  const when = earliest?.toISOString() ?? "null";
  return [
    verdict,
    ...(verdict === "allowed" ? [when === now ? "now" : when] : []),
    ...reasons.map(({ code }) => code),
  ].join(" ");
}

it.each(golden.accounts)("$name", (account) => {
  const { change, expect: expected, recommended, now = golden.now } = account;
  const facts = soundAccount(account, now);
  for (const [key, value] of Object.entries(change)) set(facts, key, value);
  routeAnswers.parse(facts.answers);
  const advice = adviseRoutes(facts, new Date(now));
  const said = Object.fromEntries(routes.map((route) => [route, described(advice, route, now)]));
  expect(said).toEqual({ ...golden.usual, ...expected });
  const words = advice.recommended
    ? `${advice.recommended.route} ${advice.recommended.why}`
    : ["ask", ...advice.askFirst].join(" ");
  expect(words).toBe(recommended);
});

it("has at least forty golden accounts, each with its own name", () => {
  expect(new Set(golden.accounts.map(({ name }) => name)).size).toBeGreaterThanOrEqual(40);
});

it("names as lost what the account has, and a date only where nothing is open", () => {
  const facts = soundAccount();
  const now = new Date(golden.now);
  expect(adviseRoutes(facts, now).routes.R5.lost).toEqual(routeCatalogue.R5.lost);
  set(facts, "source.number.isOfficialBusinessAccount", false);
  expect(adviseRoutes(facts, now).routes.R5.lost).not.toContain("official_mark");
  for (const verdict of Object.values(adviseRoutes(facts, now).routes)) {
    expect(verdict.earliest === null).toBe(verdict.verdict !== "allowed");
  }
});

it("accepts nothing but a Meta id as a payment method", () => {
  const now = new Date(golden.now);
  const asked = (id: string) => {
    const facts = soundAccount();
    set(facts, "source.waba.primaryFundingId", id);
    return adviseRoutes(facts, now).routes.R2.reasons.map(({ code }) => code);
  };
  expect(asked("7401")).not.toContain("ask_source_ready");
  for (const id of ["x", " 7401", "__proto__", "0"]) expect(asked(id)).toContain("ask_source_ready");
});
