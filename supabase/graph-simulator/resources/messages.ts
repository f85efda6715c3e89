// POST /{phone}/messages: works on the side where the number is registered now.
import { randomBytes } from "node:crypto";
import { graphError } from "../graph-error.ts";
import { requiredText, textParam } from "../graph-request.ts";
import { isServing, wabaOf } from "../number-states.ts";
import { type Call, numberOperation, type Operation } from "../operation.ts";
import type { NumberRecord } from "../seed.ts";

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? Object.getOwnPropertyDescriptor(value, name)?.value
    : undefined;
}

function checkTemplate(call: Call, number: NumberRecord): void {
  const asked = call.request.params.template;
  const name = property(asked, "name");
  const language = property(property(asked, "language"), "code");
  if (typeof name !== "string" || typeof language !== "string") throw graphError(131008);
  if (call.state.settings.sampleTemplate && name === "hello_world") {
    if (!number.is_test_number) throw graphError(131058);
    if (language === "en_US") return;
  }
  const found = call.state.templates.some(
    (template) =>
      template.waba_id === number.waba_id &&
      template.name === name &&
      template.language === language &&
      template.status === "APPROVED",
  );
  if (!found) throw graphError(132001, { details: `template name (${name}) does not exist in ${language}` });
}

export const messageOperations: Operation[] = [
  numberOperation({
    name: "send_message",
    method: "POST",
    edge: "messages",
    scope: "whatsapp_business_messaging",
    manage: true,
    run(call, number) {
      const { params } = call.request;
      if (requiredText(params, "messaging_product") !== "whatsapp") throw graphError(100);
      const to = requiredText(params, "to");
      const type = textParam(params, "type") ?? "text";
      const digits = to.replace(/\D/g, "");
      if (digits === "") throw graphError(131009, { details: "to must be a phone number" });
      if (!isServing(number, call.now)) throw graphError(133010);
      if (wabaOf(call.state, number.waba_id).primary_funding_id === null) throw graphError(131042);
      if (type === "template") checkTemplate(call, number);
      else if (!(type in params)) throw graphError(131008, { details: `${type} is required` });
      const id = `wamid.${randomBytes(24).toString("base64")}`;
      const at = new Date(call.now).toISOString();
      const { id: number_id, waba_id, e164 } = number;
      call.state.messages.push({ id, at, number_id, waba_id, e164, to: `+${digits}`, type });
      call.effect(`message sent from ${e164} at ${waba_id}`);
      return {
        messaging_product: "whatsapp",
        contacts: [{ input: to, wa_id: digits }],
        messages: [{ id, message_status: "accepted" }],
      };
    },
  }),
];
