/** The moves whose answers are spoilt: each route as it goes well, and whatever makes the engine read again. */
import type { MoveContext } from "#domain/cutover/move-context.ts";
import { routeSteps } from "#domain/cutover/route-steps.ts";
import type { EngineStep } from "#domain/cutover/step-catalogue.ts";
import type { Route } from "#domain/routes/route-catalogue.ts";
import { stageApp } from "../../supabase/functions/rehearsal/stage-window.ts";
import type { FaultInput } from "../../supabase/graph-simulator/faults.ts";
import { fictionNumber, metaIds, moveSeed, newToken } from "../fixtures/move/move-fixture.ts";
import { metaOf } from "./meta.ts";
import type { Standing } from "./played-move.ts";

type Settings = NonNullable<Parameters<typeof moveSeed>[1]> extends (seed: infer Seed) => void ? Seed : never;

export type Scenario = {
  name: string;
  route: Route;
  /** The step whose answers are spoilt; all steps if omitted. */
  step?: EngineStep;
  faults?: readonly FaultInput[];
  settings?: NonNullable<Settings["settings"]>;
  staysShared?: boolean;
};

/** How many attempts at one step have spoilt answers: of repeated readings only the first. */
export const maxSpoilt = 2;

const fault = (operation: string, kind: "lost_after" | "lost_before"): FaultInput[] => [
  { operation, action: { kind } },
];
const refusal = (operation: string, code: number): FaultInput[] => [
  { operation, action: { kind: "error", error: { code } } },
];

export const scenarios: readonly Scenario[] = [
  { name: "R2", route: "R2" },
  { name: "R1", route: "R1" },
  { name: "R0", route: "R0" },
  { name: "R0, not removed", route: "R0", step: "confirm_removed", staysShared: true },
  { name: "R0, another id", route: "R0", step: "confirm_removed", settings: { sharedIdStays: false } },
  {
    name: "R2, the id kept",
    route: "R2",
    step: "register",
    settings: { phoneIdChanges: false, keptIdShows: "source" },
  },
  { name: "R2, claim lost", route: "R2", step: "claim_number", faults: fault("claim_number", "lost_after") },
  {
    name: "R2, verified at the claim",
    route: "R2",
    step: "claim_number",
    settings: { claimStartsVerified: true },
  },
  { name: "R2, code lost", route: "R2", step: "request_code", faults: fault("request_code", "lost_after") },
  { name: "R2, code not sent", route: "R2", step: "request_code", faults: refusal("request_code", 136024) },
  { name: "R2, proof lost", route: "R2", step: "verify_code", faults: fault("verify_code", "lost_after") },
  {
    name: "R2, proof never came",
    route: "R2",
    step: "verify_code",
    faults: fault("verify_code", "lost_before"),
  },
  { name: "R2, register lost", route: "R2", step: "register", faults: fault("register", "lost_after") },
  {
    name: "R2, register never came",
    route: "R2",
    step: "register",
    faults: fault("register", "lost_before"),
  },
  { name: "R2, register refused", route: "R2", step: "register", faults: refusal("register", 133005) },
  { name: "R1, register lost", route: "R1", step: "register", faults: fault("register", "lost_after") },
  { name: "R2, slow to connect", route: "R2", step: "confirm_connected", settings: { connectSeconds: 100 } },
  {
    name: "R2, templates listed late",
    route: "R2",
    step: "compare",
    settings: { templateCopyDelaySeconds: 500, automaticTemplateCopy: false },
  },
];

/** The start of the move, before its first step. */
export function startOf({ route, faults = [], settings = {}, staysShared = false }: Scenario): Standing {
  const e164 = fictionNumber(1);
  const seed = moveSeed(e164, (services) => {
    services.settings = settings;
    // On R0 the window shares the number: its account uses the new model.
    if (route === "R0") for (const waba of services.wabas) waba.account_model = "new";
    for (const app of services.apps)
      if (app.id === metaIds.newApp)
        Object.assign(app, { secret: stageApp.secret, redirect_uris: [stageApp.returnUrl] });
  });
  const meta = metaOf(seed, newToken);
  for (const one of faults) meta.simulation.addFault(one);
  const move: MoveContext = {
    requestId: "r",
    providerId: "p",
    phoneNumber: e164,
    route,
    sourceBusinessId: metaIds.business,
    sourceWabaId: metaIds.source,
    sourcePhoneNumberId: metaIds.sourcePhone,
    destinationWabaId: route === "R2" ? metaIds.destination : null,
    destinationPhoneNumberId: null,
    accountModel: null,
    receivedHere: false,
    exchanged: { sent: false, received: false },
    appId: metaIds.newApp,
    steps: routeSteps[route].map((step) => ({ step, state: "pending", attempts: 0, result: null })),
    snapshots: { before: null, after: null },
    templates: [],
  };
  return { move, meta: meta.state(), staysShared };
}
