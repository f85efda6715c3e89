/** The stages of the demo's requests, and how Meta shows the number at each. */

/** How far the number's move has come at Meta; each includes the ones before it. */
export const reaches = ["none", "subscribed", "copied", "claimed", "verified", "registered"] as const;
export type Reach = (typeof reaches)[number];

/** What is wrong at Meta; the same value shapes the simulator's accounts and the stored checks. */
export type Trouble =
  | "two_step_on"
  | "name_pending"
  | "different_business"
  | "destination_pending"
  | "limited";

export type StageFacts = {
  reach: Reach;
  trouble?: Trouble;
  /** The application came without the old account's ids, or without the new platform account. */
  lacks?: "waba_data" | "platform_account" | "acknowledgements";
};

export const stages = {
  draft_begun: { reach: "none", lacks: "acknowledgements" },
  draft_ready: { reach: "none" },
  submitted: { reach: "none" },
  submitted_asked: { reach: "none", lacks: "platform_account" },
  submitted_held: { reach: "none" },
  accepted: { reach: "none" },
  waba_data_missing: { reach: "none", lacks: "waba_data" },
  old_provider_silent: { reach: "none", lacks: "waba_data" },
  platform_account_missing: { reach: "none", lacks: "platform_account" },
  two_step_on: { reach: "none", trouble: "two_step_on" },
  name_pending: { reach: "none", trouble: "name_pending" },
  different_business: { reach: "none", trouble: "different_business" },
  destination_pending: { reach: "none", trouble: "destination_pending" },
  ready_to_date: { reach: "subscribed" },
  aborted: { reach: "copied" },
  date_proposed: { reach: "subscribed" },
  date_confirmed: { reach: "subscribed" },
  date_today: { reach: "subscribed" },
  date_held: { reach: "subscribed" },
  claim_refused: { reach: "copied", trouble: "two_step_on" },
  claim_limited: { reach: "copied", trouble: "limited" },
  code_wanted: { reach: "claimed" },
  code_sent: { reach: "claimed" },
  code_unexplained: { reach: "claimed" },
  verified: { reach: "verified" },
  register_refused: { reach: "verified" },
  monitoring_tracks: { reach: "registered" },
  monitoring_templates: { reach: "registered" },
  monitoring_nearly: { reach: "registered" },
  completed: { reach: "registered" },
  rejected: { reach: "none" },
  cancelled_draft: { reach: "none", lacks: "acknowledgements" },
  cancelled: { reach: "none" },
  failed: { reach: "registered" },
} as const satisfies Record<string, StageFacts>;

export type Stage = keyof typeof stages;

export function stageFacts(stage: Stage): StageFacts {
  return stages[stage];
}

/** Whether the move has come at least this far. */
export function reached(stage: Stage, reach: Reach): boolean {
  return reaches.indexOf(stages[stage].reach) >= reaches.indexOf(reach);
}
