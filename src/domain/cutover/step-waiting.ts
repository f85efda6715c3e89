/** Whom each step waits on while it is due, and what they must do. The database receives it as reference data. */
import type { NextAction, WaitingOn } from "../status/statuses.ts";
import type { Step } from "./step-catalogue.ts";

type Waiting = { waitsOn: WaitingOn; action: NextAction };

const awaited: Waiting = { waitsOn: "meta", action: "await_step" };
const completedBy = (waitsOn: WaitingOn): Waiting => ({ waitsOn, action: "complete_step" });

export const stepWaiting: Record<Step, Waiting> = {
  snapshot_before: awaited,
  subscribe_app: awaited,
  copy_templates: awaited,
  claim_number: awaited,
  request_code: { waitsOn: "client", action: "request_code" },
  verify_code: { waitsOn: "client", action: "enter_code" },
  register: { waitsOn: "us", action: "approve_register" },
  confirm_connected: awaited,
  snapshot_after: awaited,
  compare: awaited,
  embedded_signup: { waitsOn: "client", action: "sign_up" },
  create_templates: awaited,
  register_shared: { waitsOn: "us", action: "register_silently" },
  exchange_messages: { waitsOn: "us", action: "exchange_messages" },
  confirm_removed: awaited,
  approve_removal: completedBy("us"),
  remove_old_partner: completedBy("client"),
  set_migration_intent: completedBy("old_provider"),
  accept_migration_intent: completedBy("client"),
  move_under_intent: completedBy("us"),
  acknowledge_pause: completedBy("client"),
  unshare_account: completedBy("us"),
  reshare_account: completedBy("us"),
  await_month: completedBy("meta"),
  acknowledge_losses: completedBy("client"),
  delete_number: completedBy("us"),
  add_number: completedBy("us"),
  record_ids: completedBy("us"),
  acknowledge_sharing: completedBy("client"),
};
