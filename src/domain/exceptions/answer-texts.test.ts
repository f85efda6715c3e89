import { describe, expect, it } from "vitest";
import type { ExceptionCode } from "./exception-codes.ts";
import { meaningOf } from "./graph-error-table.ts";

/** Meta's large numbers come as a subcode as well. */
function codeOf(number: number, title?: string, details?: string): ExceptionCode {
  const place = number >= 2_388_000 ? { code: 100, subcode: number } : { code: number };
  const texts = { ...(title === undefined ? {} : { title }), ...(details === undefined ? {} : { details }) };
  return meaningOf({ kind: "refused", status: 400, ...place, ...texts }, "claimNumber").code;
}

type Row = { means: ExceptionCode; said: string[]; near: string[] };

/** What a text of 2388103 means; and beside it, texts about the same thing that say something else. */
const migration: Row[] = [
  {
    means: "MESSAGING_FOR_PENDING",
    said: [
      'The "Messaging For" request of the account has not been accepted yet.',
      "“Messaging For” request was not accepted",
    ],
    near: ['The "Messaging For" request was accepted.', "Messaging for this number is not allowed"],
  },
  {
    means: "NO_WEBHOOK_ON_DESTINATION",
    said: ["Webhooks are not set up", "Webhooks have not been setup on the destination account."],
    near: ["Webhooks are not set up for flows", "Webhooks on the source are fine, the number is not set up"],
  },
  {
    means: "ADD_DIRECTLY",
    said: [
      "Phone number can be added directly",
      "This number can simply be added.",
      "The number does not need to be migrated.",
    ],
    near: ["Phone number cannot be added directly", "A payment method can be added directly"],
  },
  {
    means: "NAME_NOT_APPROVED",
    said: [
      "Display name is not approved",
      "The number must have a display name that is present and approved.",
    ],
    near: ["Display name change limit reached", "The display name is approved, its certificate is not"],
  },
  {
    means: "DIFFERENT_BUSINESS",
    said: ["It belongs to a different Business Manager.", "Number belongs to a different business"],
    near: ["Try a different Business Manager", "A different business hour applies"],
  },
  {
    means: "NO_FUNDING",
    said: ["No payment account", "The destination account has no payment method."],
    near: ["The payment method was declined", "No payment is due", "The payment account is under review"],
  },
  {
    means: "SOURCE_NOT_READY",
    said: [
      "Source account is not set up",
      "The source WhatsApp Business account of this phone number has not finished its set-up",
    ],
    near: [
      "The source account is restricted, so nothing is set up",
      "Source account webhooks are not set up there",
    ],
  },
  {
    means: "DESTINATION_NOT_APPROVED",
    said: [
      "Destination account is not approved",
      "The destination WhatsApp Business account has not been approved.",
    ],
    near: [
      "The destination of the call is not an approved country",
      "Destination account approved, number not",
    ],
  },
  {
    means: "META_INCIDENT",
    said: ["Migration error", "Something went wrong while migrating this phone number."],
    near: ["Migration error: number was reported", "Something went wrong", "No migration error"],
  },
];

const others: (Row & { number: number })[] = [
  {
    number: 200000,
    means: "DESTINATION_NOT_APPROVED",
    said: ["This WhatsApp Business account has reached its maximum number of phone numbers."],
    near: [
      "This account has reached its maximum number of templates.",
      "Phone number cannot be added",
      "Phone numbers are limited",
    ],
  },
  {
    number: 2388002,
    means: "APP_NUMBER",
    said: ["This phone number is in use in the WhatsApp Business app and cannot be migrated."],
    near: [
      "This phone number is in use in another WhatsApp Business account.",
      "Restricted by the WhatsApp Business app's terms",
    ],
  },
  {
    number: 2388107,
    means: "APP_NUMBER",
    said: [
      "Test numbers cannot be migrated to another WhatsApp Business account.",
      "The number is a test number.",
    ],
    near: ["The number is restricted", "Send a test to the number first"],
  },
  {
    number: 2388001,
    means: "NAME_PROVISIONING",
    said: [
      "The display name of this phone number has not been provisioned yet.",
      "Display name is not ready",
    ],
    near: ["The phone number is still registered elsewhere", "The display name was declined"],
  },
];

describe.each([...migration.map((row) => ({ number: 2388103, ...row })), ...others])(
  "$number, $means",
  ({ number, means, said, near }) => {
    it.each(said)("%s", (text) => {
      expect(codeOf(number, text)).toBe(means);
      expect(codeOf(number, undefined, text)).toBe(means);
      expect(codeOf(number, "The moon is full", text)).toBe(
        means === "META_INCIDENT" ? "UNCLASSIFIED" : means,
      );
    });

    it.each(near)("is not: %s", (text) => {
      expect(codeOf(number, text)).toBe("UNCLASSIFIED");
      expect(codeOf(number, undefined, text)).toBe("UNCLASSIFIED");
    });
  },
);

it("without any text nothing is guessed, and a title that says nothing gives way to what is told below it", () => {
  expect([200000, 2388001, 2388002, 2388103, 2388107].map((number) => codeOf(number))).toEqual(
    Array.from({ length: 5 }, () => "UNCLASSIFIED"),
  );
  expect(codeOf(2388103, "Migration error", "The account has no payment method.")).toBe("NO_FUNDING");
  expect(codeOf(2388103, "Migration error", "The number was reported.")).toBe("UNCLASSIFIED");
  expect(codeOf(2388103, "No payment account", "Display name is not approved")).toBe("NO_FUNDING");
});
