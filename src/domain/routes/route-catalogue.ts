/** The six ways in which a number comes to another provider: who runs each, what it costs, and when its rule was read. */
import type { CheckCode } from "../checks/check-catalogue.ts";

export const routes = ["R0", "R1", "R2", "R3", "R4", "R5"] as const;
export type Route = (typeof routes)[number];

/** What a route takes from the client, by the word that the screens explain. */
export const losses = [
  "history",
  "weak_templates",
  "templates",
  "webhook",
  "tokens",
  "pin",
  "flows",
  "shared_limits",
  "template_quality",
  "sending_pause",
  "name",
  "quality",
  "limits",
  "official_mark",
] as const;
export type Loss = (typeof losses)[number];

export type RouteEntry = {
  /** engine: the engine moves the number. guided: people act at Meta and mark each step done. */
  runBy: "engine" | "guided";
  /** Whether Meta sends the number a code: none, entered here, or requested in the signup window. */
  code: "none" | "here" | "in_window";
  lost: readonly Loss[];
  /** Checks that this route does not need, or that can only be answered during the move. */
  needlessChecks: readonly CheckCode[];
  /** Whether the destination account must be named before the date is agreed. */
  needsDestination: boolean;
  /** The month in which the rule was read at Meta, as year-month; the texts name the page. */
  read: string;
};

const moved = ["history", "weak_templates", "webhook", "tokens", "pin", "flows"] as const;

export const routeCatalogue: Record<Route, RouteEntry> = {
  R0: {
    runBy: "engine",
    code: "none",
    lost: ["history", "templates", "template_quality", "webhook", "tokens", "pin", "flows", "shared_limits"],
    needlessChecks: ["SAME_BUSINESS", "TWO_STEP_OFF", "DESTINATION_READY", "APP_SUBSCRIBED", "CODE_CHANNEL"],
    needsDestination: false,
    read: "2026-11",
  },
  R1: {
    runBy: "engine",
    code: "in_window",
    lost: moved,
    needlessChecks: ["SAME_BUSINESS", "DESTINATION_READY", "APP_SUBSCRIBED"],
    needsDestination: false,
    read: "2026-09",
  },
  R2: {
    runBy: "engine",
    code: "here",
    lost: moved,
    needlessChecks: [],
    needsDestination: true,
    read: "2026-09",
  },
  R3: {
    runBy: "guided",
    code: "none",
    lost: moved,
    needlessChecks: ["SAME_BUSINESS", "DESTINATION_READY", "APP_SUBSCRIBED", "CODE_CHANNEL"],
    needsDestination: false,
    read: "2026-09",
  },
  R4: {
    runBy: "guided",
    code: "none",
    lost: ["sending_pause", "webhook", "tokens"],
    needlessChecks: ["SAME_BUSINESS", "TWO_STEP_OFF", "DESTINATION_READY", "APP_SUBSCRIBED", "CODE_CHANNEL"],
    needsDestination: false,
    read: "2026-09",
  },
  R5: {
    runBy: "guided",
    code: "here",
    lost: [
      "history",
      "templates",
      "name",
      "quality",
      "limits",
      "official_mark",
      "webhook",
      "tokens",
      "pin",
      "flows",
    ],
    needlessChecks: ["SAME_BUSINESS", "NAME_APPROVED"],
    needsDestination: true,
    read: "2026-09",
  },
};
