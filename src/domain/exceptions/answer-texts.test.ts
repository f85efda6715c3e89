import { describe, expect, it } from "vitest";
import type { GraphErrorTexts } from "../graph/graph-failure.ts";
import type { ExceptionCode } from "./exception-codes.ts";
import { meaningOf } from "./graph-error-table.ts";

/** Meta's large numbers come as a subcode as well. */
function codeOf(number: number, said: GraphErrorTexts = {}): ExceptionCode {
  const place = number >= 2_388_000 ? { code: 100, subcode: number } : { code: number };
  return meaningOf({ kind: "refused", status: 400, ...place, ...said }, "claimNumber").code;
}

/** Every place where Meta puts a text, with the error's name in front when it stands in the message. */
const placements: Record<string, (text: string) => GraphErrorTexts> = {
  title: (text) => ({ title: text, message: "(#100) Invalid parameter" }),
  userMessage: (text) => ({ userMessage: text, message: "Invalid parameter" }),
  message: (text) => ({ message: `(#100) ${text}` }),
  details: (text) => ({ details: text }),
};

type Row = {
  number: number;
  means: ExceptionCode;
  /** The distinctive words of Meta's pages (see the patterns), as a heading and as a text. */
  heading: string;
  text: string;
  /** Texts on the same subject with another meaning. */
  near: string[];
};

const migration: Row[] = [
  {
    number: 2388103,
    means: "NO_WEBHOOK_ON_DESTINATION",
    heading: "Cannot migrate phone number.",
    text: "Webhooks have not been set up for the destination account.",
    near: ["Webhooks have not been set up for flows.", "Cannot migrate phone number of a test account."],
  },
  {
    number: 2388103,
    means: "ADD_DIRECTLY",
    heading: "Please add this phone number in your WhatsApp account",
    text: "This phone number is eligible to be added directly.",
    near: [
      "This phone number is not eligible to be added directly.",
      "A payment method can be added directly.",
      "Please add this phone number in your WhatsApp account settings as a test recipient",
    ],
  },
  {
    number: 2388103,
    means: "NAME_NOT_APPROVED",
    heading: "Registered name should be present and approved.",
    text: "It must have an approved display name (`name_status` is `APPROVED`).",
    near: ["Display name change limit reached", "The display name is approved, its certificate is not"],
  },
  {
    number: 2388103,
    means: "SOURCE_NOT_READY",
    heading: "The WhatsApp account that this phone number is registered with is not set up correctly.",
    text: 'The source WhatsApp Business Account must be approved, and "messaging on behalf of" too.',
    near: ["The source account is restricted, so nothing is set up", "The account is not set up correctly."],
  },
  {
    number: 2388103,
    means: "NO_FUNDING",
    heading: "Your WhatsApp account does not have a payment account.",
    text: "It must have an active credit line.",
    near: ["The payment method was declined", "No payment is due", "The payment account is under review"],
  },
  {
    number: 2388103,
    means: "META_INCIDENT",
    heading: "There was an error migrating this phone number.",
    text: "Something went wrong when trying to migrate your phone number.",
    near: [
      "There was an error migrating this phone number: it was reported",
      "Something went wrong",
      "Try again later.",
    ],
  },
  {
    number: 2388103,
    means: "DIFFERENT_BUSINESS",
    heading: "This phone number belongs to a different Business Manager account.",
    text: "The source and destination WABAs must represent the same business.",
    near: ["Try a different Business Manager", "A different business hour applies"],
  },
  {
    number: 2388103,
    means: "DESTINATION_NOT_APPROVED",
    heading: "Your WhatsApp account must be approved",
    text: "The destination WhatsApp Business Account must be approved first.",
    near: [
      "Your WhatsApp account must be approved by a partner first",
      "The destination of the call is not an approved country",
    ],
  },
  {
    number: 2388103,
    means: "MESSAGING_FOR_PENDING",
    heading: "Your WhatsApp account’s “Messaging For” request must be approved",
    text: 'The destination WhatsApp Business Account "Messaging For" request must be approved.',
    near: ['The "Messaging For" request was approved.', "Messaging for this number is not allowed"],
  },
];

const others: Row[] = [
  {
    number: 200000,
    means: "DESTINATION_NOT_APPROVED",
    heading: "You have already linked the maximum number of phone numbers allowed for this Business Account.",
    text: "You have already linked the maximum number of phone numbers. Delete one to continue.",
    near: ["You have linked the maximum number of templates.", "Phone number cannot be added"],
  },
  {
    number: 2388002,
    means: "APP_NUMBER",
    heading: "This number is registered to an existing WhatsApp account.",
    text: "The number is registered to an existing WhatsApp account. Disconnect it from the existing account.",
    near: ["This number is not registered to an existing WhatsApp account.", "Cannot add phone number."],
  },
  {
    number: 2388002,
    means: "ALREADY_HERE",
    heading: "This phone number already exists in your list of phone numbers.",
    text: "This phone number already exists in your list of phone numbers.",
    near: ["This name already exists in your list of templates."],
  },
  {
    number: 2388001,
    means: "TWO_STEP_ON",
    heading: "Two-step authentication must be disabled for this phone number.",
    text: "Two-factor authentication is enabled for this phone number. Ask the former provider.",
    near: [
      "Two-factor authentication is not enabled for this phone number.",
      "Set up two-factor authentication in your profile settings.",
      "Two-step verification could not be disabled.",
    ],
  },
  {
    number: 2388001,
    means: "NAME_PROVISIONING",
    heading: "Display name is not ready",
    text: "The display name of this phone number has not been provisioned yet.",
    near: ["The phone number is still registered elsewhere", "The display name was declined"],
  },
  {
    number: 100,
    means: "NO_FUNDING",
    heading: "The new WhatsApp Business account has no payment method.",
    text: "Add a valid payment method to the account before you register the number.",
    near: ["The payment method was declined", "No payment is due", "Payment methods are listed below"],
  },
  {
    number: 2388091,
    means: "NOT_A_MIGRATION",
    heading:
      "This phone number isn’t eligible to receive a registration code since it is not being migrated.",
    text: "Phone ownership verification APIs are not available for this use case.",
    near: [],
  },
  {
    number: 2388091,
    means: "CODE_ATTEMPTS_USED",
    heading: "You have requested your code too many times.",
    text: "You have requested a verification code too many times. Please try again later.",
    near: [],
  },
  {
    number: 2388093,
    means: "CODE_ATTEMPTS_USED",
    heading: "Code couldn’t be verified: You tried to register this number too many times. Try again later.",
    text: "You have guessed too many times.",
    near: [],
  },
];

describe.each([...migration, ...others])("$number, $means", ({ number, means, heading, text, near }) => {
  it.each(Object.keys(placements))("in the %s", (placement) => {
    const said = placements[placement] ?? (() => ({}));
    for (const words of [heading, text, `${heading} ${text}`]) {
      expect([words, codeOf(number, said(words))]).toEqual([words, means]);
    }
    expect(
      codeOf(number, { title: heading, userMessage: text, message: "Cannot migrate phone number" }),
    ).toBe(means);
    expect(codeOf(number, { title: heading, details: text })).toBe(means);
    expect(meaningOf({ kind: "refused", status: 400, code: number, ...said(text) }, "claimNumber").code).toBe(
      means,
    );
  });

  it("does not follow from a text that merely mentions it", () => {
    for (const words of near) {
      for (const said of Object.values(placements)) {
        expect([words, codeOf(number, said(words))]).toEqual([words, "UNCLASSIFIED"]);
      }
    }
  });

  it("is not guessed from another language", () => {
    const foreign = {
      title: "No se puede completar la operación",
      userMessage: "Inténtalo de nuevo más tarde",
    };
    const silent = number === 2388091 || number === 2388093 ? "CODE_NOT_RECEIVED" : "UNCLASSIFIED";
    expect(codeOf(number, foreign)).toBe(silent);
  });
});

it("nothing is guessed without any text", () => {
  expect([200000, 2388001, 2388002, 2388103].map((number) => codeOf(number))).toEqual(
    Array.from({ length: 4 }, () => "UNCLASSIFIED"),
  );
});

it("a title with a meaning goes before the texts below it, and one without gives way", () => {
  const heading = (means: ExceptionCode) => migration.find((row) => row.means === means)?.heading ?? "";
  const incident = heading("META_INCIDENT");
  expect(codeOf(2388103, { title: incident, userMessage: heading("NO_FUNDING") })).toBe("NO_FUNDING");
  expect(codeOf(2388103, { title: incident, details: "The number was reported." })).toBe("UNCLASSIFIED");
  expect(codeOf(2388103, { title: heading("NO_FUNDING"), details: heading("NAME_NOT_APPROVED") })).toBe(
    "NO_FUNDING",
  );
  expect(codeOf(2388103, { title: heading("NO_WEBHOOK_ON_DESTINATION"), userMessage: "Ask support." })).toBe(
    "UNCLASSIFIED",
  );
});

it("a certificate in the title does not hide two-step verification or another account in the text", () => {
  const title = "Cannot Create Certificate";
  const said = (userMessage: string) => codeOf(2388001, { title, userMessage });
  expect(said("Please turn off two-factor authentication for this number at its current provider.")).toBe(
    "TWO_STEP_ON",
  );
  expect(said("This number is registered to an existing WhatsApp account.")).toBe("APP_NUMBER");
  expect(said("Something else")).toBe("UNCLASSIFIED");
});
