/** The steps of each route in order; the rows of private.route_steps are generated from it. */
import type { Route } from "../routes/route-catalogue.ts";
import type { Step } from "./step-catalogue.ts";

/** After people have moved the number by hand, Meta is read as on the other routes. */
const readBack = ["record_ids", "confirm_connected", "snapshot_after", "compare"] as const;

export const routeSteps: Record<Route, readonly Step[]> = {
  // Both providers are live from `exchange_messages` to `confirm_removed`.
  R0: [
    "snapshot_before",
    "acknowledge_sharing",
    "embedded_signup",
    "subscribe_app",
    "create_templates",
    "register_shared",
    "exchange_messages",
    "approve_removal",
    "remove_old_partner",
    "confirm_removed",
    "snapshot_after",
    "compare",
  ],
  // Templates are copied before register, so the client always has them.
  R1: [
    "snapshot_before",
    "embedded_signup",
    "subscribe_app",
    "copy_templates",
    "register",
    "confirm_connected",
    "snapshot_after",
    "compare",
  ],
  R2: [
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
  ],
  R3: [
    "snapshot_before",
    "set_migration_intent",
    "accept_migration_intent",
    "move_under_intent",
    ...readBack,
  ],
  R4: [
    "snapshot_before",
    "acknowledge_pause",
    "unshare_account",
    "reshare_account",
    "await_month",
    ...readBack,
  ],
  R5: ["snapshot_before", "acknowledge_losses", "delete_number", "add_number", ...readBack],
};
