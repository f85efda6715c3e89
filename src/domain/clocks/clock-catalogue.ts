/** Every clock: its owner, how it counts, its default limit. private.clock_catalogue is generated from it. */
import type { NextAction, WaitingOn } from "../status/statuses.ts";

export type ClockEntry = {
  owner: WaitingOn;
  /** business: only while the provider is open; a working day is eight such hours. wall: always. */
  counts: "business" | "wall";
  /** Default limit; a provider may set another. */
  minutes: number;
  /** The next actions that it measures; without any, it measures part of the whole request. */
  actions?: readonly NextAction[];
  /** It measures every other next action of its owner. */
  isDefault?: true;
};

/** Minutes. */
export const workingDay = 8 * 60;
const day = 24 * 60;

export const clockCatalogue = {
  application: { owner: "client", counts: "wall", minutes: 30 * day, actions: ["finish_application"] },
  triage: { owner: "us", counts: "business", minutes: workingDay, actions: ["triage"] },
  our_task: { owner: "us", counts: "business", minutes: workingDay, isDefault: true },
  date_proposal: {
    owner: "us",
    counts: "business",
    minutes: workingDay,
    actions: ["propose_date", "answer_proposed_window"],
  },
  client_task: { owner: "client", counts: "wall", minutes: 7 * day, isDefault: true },
  old_provider_task: { owner: "old_provider", counts: "business", minutes: 5 * workingDay, isDefault: true },
  code_request: { owner: "client", counts: "wall", minutes: 20, actions: ["request_code"] },
  code_answer: { owner: "client", counts: "wall", minutes: 10, actions: ["enter_code"] },
  approval: { owner: "us", counts: "wall", minutes: 20, actions: ["approve_register"] },
  step: { owner: "meta", counts: "wall", minutes: 10, actions: ["await_step"] },
  // The 72-hour readings, plus a day for the proof.
  finishing: { owner: "us", counts: "wall", minutes: 4 * day, actions: ["finish_tracks"] },
  first_answer: { owner: "us", counts: "business", minutes: 4 * 60 },
  cutover: { owner: "us", counts: "wall", minutes: 60 },
  two_step_back_on: { owner: "us", counts: "wall", minutes: 30 },
  proof: { owner: "us", counts: "business", minutes: workingDay },
  whole_move: { owner: "us", counts: "business", minutes: 7 * workingDay },
} as const satisfies Record<string, ClockEntry>;

export type ClockCode = keyof typeof clockCatalogue;
export const clockCodes = Object.keys(clockCatalogue) as [ClockCode, ...ClockCode[]];

/** A breach is predicted once this share of the limit is spent. */
export const predictAt = 0.75;
