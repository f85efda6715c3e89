/** The steps of route R2, as private.step_catalogue in the database holds them; a test proves them equal. */

export const steps = [
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
] as const;
export type Step = (typeof steps)[number];

export const stepStates = ["pending", "running", "done", "skipped", "failed", "unknown"] as const;
export type StepState = (typeof stepStates)[number];

export type StepEntry = {
  /** The status of the request in which the step may run. */
  status: "cutover" | "stabilising";
  /** What sets it going: the engine itself, a person, or a person's explicit approval. */
  trigger: "automatic" | "person" | "approval";
  /** Whether it may simply be run again when its outcome is unknown. */
  repeatable: boolean;
  /** Most attempts per number in a moving window, counted when the intent is written. */
  budget?: { attempts: number; hours: number };
  /** Shortest time between two attempts, in seconds. */
  pauseSeconds?: number;
};

export const stepCatalogue: Record<Step, StepEntry> = {
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
  // Meta allows ten in 72 hours and counts failed ones; one is kept back for a person with Meta's support.
  register: {
    status: "cutover",
    trigger: "approval",
    repeatable: false,
    budget: { attempts: 9, hours: 72 },
  },
  confirm_connected: { status: "cutover", trigger: "automatic", repeatable: true },
  snapshot_after: { status: "stabilising", trigger: "automatic", repeatable: true },
  compare: { status: "stabilising", trigger: "automatic", repeatable: true },
};

/** The step whose success cannot be undone. */
export const pointOfNoReturn: Step = "register";
