// Carries a message that Graph accepted: the sender's app receives its statuses, and the holder of the recipient's
// number receives it, or a plain phone answers.
import { randomBytes } from "node:crypto";
import { errorTexts } from "./error-texts.ts";
import { isRegistered, isServing } from "./number-states.ts";
import type { Simulation } from "./simulation.ts";
import type { ErrorShape } from "./settings.ts";
import { sendWebhooks, webhookRequest } from "./webhooks.ts";

type Place = { waba_id: string; number_id: string; e164: string };

const digits = (e164: string) => e164.replace("+", "");

/** For the newest message; never rejects. */
export async function carryNewest(simulation: Simulation): Promise<void> {
  const { settings, messages, numbers } = simulation.state;
  const message = messages.at(-1);
  if (!settings.messagesTravel || !message) return;
  const holder = numbers.find((number) => number.e164 === message.to && isRegistered(number));
  if (settings.messageFailure) {
    await tell(simulation, message, {
      statuses: [
        {
          id: message.id,
          status: "failed",
          timestamp: seconds(simulation),
          recipient_id: digits(message.to),
          errors: [errorOf(settings.messageFailure)],
        },
      ],
    });
    return;
  }
  for (const status of ["sent", "delivered"]) {
    await tell(simulation, message, {
      statuses: [
        { id: message.id, status, timestamp: seconds(simulation), recipient_id: digits(message.to) },
      ],
    });
  }
  if (holder) {
    if (!isServing(holder, simulation.now())) return;
    const place = { waba_id: holder.waba_id, number_id: holder.id, e164: holder.e164 };
    await tell(simulation, place, incoming(simulation, message.e164));
  } else if (settings.phonesAnswerSeconds !== null) {
    await simulation.sleep(settings.phonesAnswerSeconds * 1000);
    await tell(simulation, message, incoming(simulation, message.to));
  }
}

/** The error as Meta writes it beside a status: `title` and `message` are the same, the details are nested deeper. */
function errorOf({ code, title, message, details }: ErrorShape): Record<string, unknown> {
  const words = title ?? message ?? errorTexts[code]?.message ?? `(#${code})`;
  return {
    code,
    title: words,
    message: words,
    error_data: { details: details ?? words },
    href: "https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes",
  };
}

function incoming(simulation: Simulation, from: string): Record<string, unknown> {
  const id = `wamid.${randomBytes(24).toString("base64")}`;
  return {
    contacts: [{ wa_id: digits(from), profile: { name: "Phone" } }],
    messages: [
      { id, from: digits(from), timestamp: seconds(simulation), type: "text", text: { body: "OK" } },
    ],
  };
}

function seconds(simulation: Simulation): string {
  return String(Math.floor(simulation.now() / 1000));
}

async function tell(simulation: Simulation, place: Place, value: Record<string, unknown>): Promise<void> {
  const metadata = { display_phone_number: digits(place.e164), phone_number_id: place.number_id };
  const change = { field: "messages", value: { messaging_product: "whatsapp", metadata, ...value } };
  await sendWebhooks(simulation, webhookRequest.parse({ waba_id: place.waba_id, changes: [change] }));
}
