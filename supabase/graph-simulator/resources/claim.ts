// POST /{waba}/phone_numbers: the destination claims a number, under every rule that can refuse it. The source keeps
// working: nothing changes there yet.
import { representedBusiness } from "../access.ts";
import { graphError, GraphError, migrationError } from "../graph-error.ts";
import { isTrue, requiredText } from "../graph-request.ts";
import { hasDeparted, isRegistered, wabaOf } from "../number-states.ts";
import { type Call, type Operation, wabaOperation } from "../operation.ts";
import { emptyProfile, type NumberRecord, type Waba } from "../seed.ts";
import { newId, type SimulatorState } from "../state.ts";

function e164Of(params: Record<string, unknown>): string {
  const cc = requiredText(params, "cc");
  const national = requiredText(params, "phone_number");
  if (!/^\d{1,3}$/.test(cc))
    throw graphError(100, { message: "(#100) Param cc must be a country calling code." });
  if (!/^\d{4,14}$/.test(national)) {
    throw graphError(100, { message: "(#100) Param phone_number must be a valid national phone number." });
  }
  return `+${cc}${national}`;
}

function isVerifiedBusiness(state: SimulatorState, waba: Waba): boolean {
  const business = state.portfolios.find((portfolio) => portfolio.id === representedBusiness(waba));
  const status = waba.business_verification_status ?? business?.verification_status ?? "not_verified";
  return status.toLowerCase() === "verified";
}

function checkDestination(state: SimulatorState, destination: Waba): void {
  const approved = destination.account_review_status.toUpperCase() === "APPROVED";
  if (!approved || !isVerifiedBusiness(state, destination)) throw migrationError("destination_not_approved");
  if (destination.messaging_for_pending) throw migrationError("messaging_for_pending");
  if (destination.subscribed_apps.length === 0) throw migrationError("webhooks_not_set_up");
  if (destination.primary_funding_id === null) throw migrationError("no_payment");
}

export function checkSource(state: SimulatorState, source: NumberRecord, destination: Waba): void {
  const waba = wabaOf(state, source.waba_id);
  if (source.is_test_number) throw new GraphError(state.settings.testNumberError);
  if (source.is_on_biz_app) throw graphError(2388002);
  if (representedBusiness(waba) !== representedBusiness(destination))
    throw migrationError("different_business");
  if (waba.messaging_for_pending) throw migrationError("messaging_for_pending");
  const setUp = waba.account_review_status.toUpperCase() === "APPROVED" && isRegistered(source);
  if (!setUp) throw migrationError("source_not_set_up");
  if (source.name_status !== "APPROVED" || source.new_name_status === "PENDING_REVIEW") {
    throw migrationError("name_not_approved");
  }
  if (source.is_pin_enabled) throw new GraphError(state.settings.twoStepError);
}

function checkRoom(state: SimulatorState, destination: Waba): void {
  const room = destination.number_room ?? state.settings.numberRoom;
  if (room === null) return;
  const taken = state.numbers.filter(
    (number) => number.waba_id === destination.id && !hasDeparted(number),
  ).length;
  if (taken >= room) throw new GraphError(state.settings.destinationFullError);
}

export function claimed(
  call: Pick<Call, "state" | "now">,
  source: NumberRecord,
  destination: Waba,
): NumberRecord {
  const { state, now } = call;
  const verified = state.settings.claimStartsVerified;
  return {
    ...source,
    id: state.settings.phoneIdChanges ? newId(state, "number") : source.id,
    waba_id: destination.id,
    status: "PENDING",
    code_verification_status: verified ? "VERIFIED" : "NOT_VERIFIED",
    verified_at: verified ? new Date(now).toISOString() : null,
    quality_rating: "UNKNOWN",
    platform_type: "NOT_APPLICABLE",
    throughput_level: "NOT_APPLICABLE",
    is_pin_enabled: false,
    pin: null,
    webhook_callback_uri: null,
    last_onboarded_time: null,
    connects_at: null,
    profile: state.settings.profileSurvives ? source.profile : emptyProfile(),
    health_status: null,
    claimed_from_waba_id: source.waba_id,
  };
}

export const claimOperation: Operation = wabaOperation({
  name: "claim_number",
  method: "POST",
  edge: "phone_numbers",
  scope: "whatsapp_business_management",
  manage: true,
  run(call, destination) {
    const { state, request } = call;
    const e164 = e164Of(request.params);
    if (!isTrue(request.params, "migrate_phone_number")) {
      throw graphError(100, {
        message: "(#100) Only numbers under migration are simulated: migrate_phone_number.",
      });
    }
    const present = state.numbers.filter((number) => number.e164 === e164 && !hasDeparted(number));
    if (present.some((number) => number.waba_id === destination.id)) throw graphError(2388012);
    const source = present.find(isRegistered) ?? present.find((number) => number.status !== "PENDING");
    if (!source) throw migrationError("add_directly");
    checkDestination(state, destination);
    checkSource(state, source, destination);
    checkRoom(state, destination);
    const number = claimed(call, source, destination);
    state.numbers.push(number);
    call.effect(`${e164} claimed as ${number.id} into ${destination.id}`);
    return { id: number.id };
  },
});
