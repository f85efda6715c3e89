// GET and POST of a phone number, and the list of a WABA's numbers.
import parsePhoneNumber from "libphonenumber-js/max";
import { mayReadPortfolio, representedBusiness } from "../access.ts";
import { selectFields } from "../fields.ts";
import { graphError } from "../graph-error.ts";
import { healthOfNumber } from "../health.ts";
import { requiredSixDigits, textParam } from "../graph-request.ts";
import { hasDeparted, isRegistered, sourceOf, statusNow, verificationNow, wabaOf } from "../number-states.ts";
import { type Call, numberOperation, type Operation, wabaOperation } from "../operation.ts";
import { page } from "../paging.ts";
import type { NumberRecord } from "../seed.ts";

const nodeType = "WhatsAppBusinessPhoneNumber";
const defaultFields = [
  "verified_name",
  "code_verification_status",
  "display_phone_number",
  "quality_rating",
  "platform_type",
  "throughput",
  "webhook_configuration",
  "last_onboarded_time",
  "id",
];

function messagingLimit(call: Call, number: NumberRecord): string | null {
  const portfolioId = representedBusiness(wabaOf(call.state, number.waba_id));
  if (!mayReadPortfolio(call.state, call.token, portfolioId)) return null;
  const portfolio = call.state.portfolios.find((candidate) => candidate.id === portfolioId);
  return portfolio?.whatsapp_business_manager_messaging_limit ?? null;
}

/** The record whose state the id shows: if a claim keeps the id, it may still be the old provider's. */
function shownRecord({ state }: Call, number: NumberRecord): NumberRecord {
  const source = sourceOf(state, number);
  const isKept = state.settings.keptIdShows === "source" && source?.id === number.id;
  return isKept && !isRegistered(number) ? source : number;
}

function numberObject(call: Call, record: NumberRecord) {
  const number = shownRecord(call, record);
  return {
    id: number.id,
    display_phone_number: parsePhoneNumber(number.e164)?.formatInternational() ?? number.e164,
    verified_name: number.verified_name,
    name_status: number.name_status,
    new_name_status: number.new_name_status,
    status: statusNow(number, call.now),
    code_verification_status: verificationNow(call.state, number, call.now),
    quality_rating: number.quality_rating,
    platform_type: number.platform_type,
    throughput: { level: number.throughput_level },
    account_mode: number.account_mode,
    whatsapp_business_manager_messaging_limit: messagingLimit(call, number),
    is_official_business_account: number.is_official_business_account,
    is_pin_enabled: number.is_pin_enabled,
    is_on_biz_app: number.is_on_biz_app,
    webhook_configuration: number.webhook_callback_uri ? { phone_number: number.webhook_callback_uri } : {},
    health_status: healthOfNumber(number, wabaOf(call.state, number.waba_id), call.now),
    last_onboarded_time: number.last_onboarded_time,
  };
}

export const numberOperations: Operation[] = [
  numberOperation({
    name: "get_number",
    method: "GET",
    edge: null,
    scope: "whatsapp_business_management",
    manage: false,
    run: (call, number) =>
      selectFields(
        numberObject(call, number),
        textParam(call.request.params, "fields"),
        defaultFields,
        nodeType,
      ),
  }),
  numberOperation({
    name: "set_pin",
    method: "POST",
    edge: null,
    scope: "whatsapp_business_management",
    manage: true,
    run(call, number) {
      if (!("pin" in call.request.params))
        throw graphError(100, { message: "(#100) The parameter pin is required." });
      const pin = requiredSixDigits(call.request.params, "pin");
      if (!isRegistered(number)) throw graphError(133010);
      number.pin = pin;
      number.is_pin_enabled = true;
      call.effect(`pin set on ${number.id}`);
      return { success: true };
    },
  }),
  wabaOperation({
    name: "list_numbers",
    method: "GET",
    edge: "phone_numbers",
    scope: "whatsapp_business_management",
    manage: false,
    run(call, waba) {
      const fields = textParam(call.request.params, "fields");
      const numbers = call.state.numbers
        .filter((number) => number.waba_id === waba.id && !hasDeparted(number))
        .map((number) => selectFields(numberObject(call, number), fields, defaultFields, nodeType));
      return page(call, numbers, 25);
    },
  }),
];
