/** The steps of all routes; the rows of private.step_catalogue are generated from it. */

/** Steps that the engine runs, by itself or with a person's approval. */
const engineSteps = [
  "snapshot_before",
  "subscribe_app",
  "copy_templates",
  "claim_number",
  "request_code",
  "verify_code",
  "register",
  "confirm_connected",
  "snapshot_after",
  "compare",
  "embedded_signup",
  "create_templates",
  "register_shared",
  "exchange_messages",
  "confirm_removed",
] as const;
export type EngineStep = (typeof engineSteps)[number];

/** Steps that people take at Meta on the guided routes, and then mark as done. */
export const manualSteps = [
  "approve_removal",
  "remove_old_partner",
  "set_migration_intent",
  "accept_migration_intent",
  "move_under_intent",
  "acknowledge_pause",
  "unshare_account",
  "reshare_account",
  "await_month",
  "acknowledge_losses",
  "delete_number",
  "add_number",
  "record_ids",
  "acknowledge_sharing",
] as const;
export type ManualStep = (typeof manualSteps)[number];

export const steps = [...engineSteps, ...manualSteps] as const;
export type Step = (typeof steps)[number];

export const stepStates = ["pending", "running", "done", "skipped", "failed", "unknown"] as const;
export type StepState = (typeof stepStates)[number];

type Entry = {
  /** The status of the request in which the step may run. */
  status: "cutover" | "monitoring";
  /** Whether it may simply run again when its outcome is unknown. */
  repeatable: boolean;
  /** Once done, it cannot be undone. */
  irreversible?: true;
  /** Its approval requires the last four digits of the number. */
  asksDigits?: true;
};

export type EngineEntry = Entry & {
  /** What starts it: the engine itself, a person, or a person's explicit approval. */
  trigger: "automatic" | "person" | "approval";
  /** Maximum attempts per number in a moving window, counted when the intent is written. */
  budget?: { attempts: number; hours: number };
  /** Shortest time between two attempts, in seconds. */
  pauseSeconds?: number;
};

export type ManualEntry = Entry & {
  trigger: "manual";
  /** Who marks it as done; either: whoever comes first. */
  doneBy: "staff" | "client" | "either";
};

type Catalogue = Record<EngineStep, EngineEntry> & Record<ManualStep, ManualEntry>;

const manual = (doneBy: ManualEntry["doneBy"]): ManualEntry => ({
  status: "cutover",
  trigger: "manual",
  repeatable: true,
  doneBy,
});

const irreversible = (doneBy: ManualEntry["doneBy"]): ManualEntry => ({
  ...manual(doneBy),
  irreversible: true,
  asksDigits: true,
});

export const stepCatalogue: Catalogue = {
  snapshot_before: { status: "cutover", trigger: "automatic", repeatable: true },
  subscribe_app: { status: "cutover", trigger: "automatic", repeatable: true },
  copy_templates: { status: "cutover", trigger: "automatic", repeatable: true },
  claim_number: {
    status: "cutover",
    trigger: "automatic",
    repeatable: false,
    budget: { attempts: 20, hours: 72 },
  },
  request_code: {
    status: "cutover",
    trigger: "person",
    repeatable: false,
    budget: { attempts: 5, hours: 12 },
    pauseSeconds: 60,
  },
  verify_code: {
    status: "cutover",
    trigger: "person",
    repeatable: false,
    budget: { attempts: 10, hours: 12 },
  },
  // Meta allows ten in 72 hours and counts failed ones; one is reserved for a person working with Meta's support.
  register: {
    status: "cutover",
    trigger: "approval",
    repeatable: false,
    irreversible: true,
    asksDigits: true,
    budget: { attempts: 9, hours: 72 },
  },
  confirm_connected: { status: "cutover", trigger: "automatic", repeatable: true },
  snapshot_after: { status: "monitoring", trigger: "automatic", repeatable: true },
  compare: { status: "monitoring", trigger: "automatic", repeatable: true },
  // The window's code works only once, so a lost outcome leads back to the window.
  embedded_signup: { status: "cutover", trigger: "person", repeatable: false },
  create_templates: { status: "cutover", trigger: "automatic", repeatable: true },
  // The same ten registrations in 72 hours: either provider may deregister the number, and then it must be registered
  // again.
  register_shared: {
    status: "cutover",
    trigger: "person",
    repeatable: false,
    budget: { attempts: 9, hours: 72 },
  },
  exchange_messages: { status: "cutover", trigger: "automatic", repeatable: true },
  confirm_removed: { status: "cutover", trigger: "automatic", repeatable: true, irreversible: true },
  approve_removal: { ...manual("staff"), asksDigits: true },
  remove_old_partner: manual("either"),
  set_migration_intent: manual("staff"),
  accept_migration_intent: manual("either"),
  move_under_intent: irreversible("staff"),
  acknowledge_pause: manual("client"),
  unshare_account: irreversible("staff"),
  reshare_account: manual("staff"),
  await_month: manual("staff"),
  acknowledge_losses: manual("client"),
  delete_number: irreversible("staff"),
  add_number: manual("staff"),
  record_ids: manual("staff"),
  acknowledge_sharing: manual("client"),
};

export function isManual(step: Step): step is ManualStep {
  return stepCatalogue[step].trigger === "manual";
}
