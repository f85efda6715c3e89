// GET /{number}/whatsapp_business_profile: the public profile, whatever account the number is in. Source: Meta,
// "Business profiles" (business-messaging/whatsapp/business-profiles, 30 June 2026): a list of one that omits whatever
// is not set. Which fields come without `fields` is ours, unproven.
import { selectFields } from "../fields.ts";
import { textParam } from "../graph-request.ts";
import { numberOperation, type Operation } from "../operation.ts";

const defaultFields = ["messaging_product"];

export const profileOperation: Operation = numberOperation({
  name: "get_profile",
  method: "GET",
  edge: "whatsapp_business_profile",
  scope: "whatsapp_business_management",
  manage: false,
  run(call, number) {
    const { websites, ...texts } = number.profile;
    const object = {
      ...texts,
      websites: websites.length === 0 ? null : websites,
      messaging_product: "whatsapp",
    };
    const fields = textParam(call.request.params, "fields");
    return { data: [selectFields(object, fields, defaultFields, "WhatsAppBusinessProfile")] };
  },
});
