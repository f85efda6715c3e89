// The simulator's error texts and their sources. Every text follows Meta's by meaning, and uses Meta's own words only
// where a client distinguishes meanings by them.

/** The source of a text or a rule. */
export type Source = "error_codes" | "embedded_signup" | "report" | "ours";

export const sources: Readonly<Record<Source, string>> = {
  error_codes: "Meta, documentation/business-messaging/whatsapp/support/error-codes, as of 11 September 2026",
  embedded_signup:
    "Meta, documentation/business-messaging/whatsapp/embedded-signup/errors, as of 24 February 2026",
  report: "A public report by somebody who met it; Meta does not document it",
  ours: "Ours, unproven",
};

export type ErrorText = {
  source: Source;
  status: number;
  message: string;
  type?: string;
  title?: string;
  userMessage?: string;
  details?: string;
  transient?: boolean;
};

/** The nine meanings of 2388103 (`error_codes`), keyed by the name that a fault or a test uses. */
export const migrationTexts = {
  webhooks_not_set_up: {
    title: "Cannot migrate phone number.",
    userMessage: "Webhooks have not been set up for the destination account. Subscribe an app to it first.",
  },
  add_directly: {
    title: "Please add this phone number in your WhatsApp account",
    userMessage: "This phone number is eligible to be added directly: no migration is needed.",
  },
  name_not_approved: {
    title: "Registered name should be present and approved.",
    userMessage: "The number must have an approved display name, and no change of it may be pending.",
  },
  source_not_set_up: {
    title: "The WhatsApp account that this phone number is registered with is not set up correctly.",
    userMessage:
      'The source WhatsApp Business Account must be approved, and so must its "messaging on behalf of".',
  },
  no_payment: {
    title: "Your WhatsApp account does not have a payment account.",
    userMessage: "It must have an active credit line to send messages after the move.",
  },
  generic: {
    title: "There was an error migrating this phone number.",
    userMessage: "Something went wrong when trying to migrate your phone number.",
  },
  different_business: {
    title: "This phone number belongs to a different Business Manager account.",
    userMessage: "The source and destination WABAs must represent the same business.",
  },
  destination_not_approved: {
    title: "Your WhatsApp account must be approved",
    userMessage: "The destination WhatsApp Business Account must be approved first.",
  },
  messaging_for_pending: {
    title: "Your WhatsApp account’s “Messaging For” request must be approved",
    userMessage: 'The client has to act: the "Messaging For" request must be approved.',
  },
} satisfies Record<string, { title: string; userMessage: string }>;

export type MigrationVariant = keyof typeof migrationTexts;

/**
 * What an account in Spanish receives if no locale is requested: title and text, while the message and the unit of a
 * wait stay English (`report`, a log in Portuguese). The words are ours.
 */
export const spanish = {
  title: "No se pudo completar la operación",
  userMessage: "Se produjo un problema con esta solicitud. Revisa los datos de la cuenta.",
  wait: (units: string) => `Espera ${units} antes de volver a intentarlo.`,
} as const;

/** F7 of the public cases (`report`): no code now, but a later request may work; this may go on for days. */
export const heldBack = (wait: string) =>
  ({
    code: 136024,
    subcode: 2388091,
    status: 400,
    message: "Request code error",
    title: "Code couldn't be sent",
    userMessage: `Request code failed: the servers are temporarily unavailable. Wait ${wait} before you try again.`,
    transient: false,
  }) as const;

/** HTTP 500 with code 1 for a page that is too large (`report`, several): only a smaller one helps. */
export const tooHeavy = {
  code: 1,
  status: 500,
  message: "Please reduce the amount of data you're asking for, then retry your request",
} as const;

export const errorTexts: Readonly<Record<number, ErrorText>> = {
  1: { source: "error_codes", status: 500, message: "An unknown error occurred" },
  2: { source: "error_codes", status: 503, message: "Service temporarily unavailable", transient: true },
  4: {
    source: "error_codes",
    status: 400,
    message: "(#4) Application request limit reached",
    transient: true,
  },
  10: {
    source: "error_codes",
    status: 403,
    message: "(#10) Application does not have permission for this action",
  },
  33: {
    source: "error_codes",
    status: 400,
    message: "(#33) This object does not exist or does not support this action",
  },
  100: { source: "error_codes", status: 400, message: "(#100) Invalid parameter" },
  104: { source: "report", status: 401, message: "An access token is required to request this resource." },
  190: {
    source: "error_codes",
    status: 401,
    message: "Invalid OAuth access token - Cannot parse access token",
  },
  200: {
    source: "error_codes",
    status: 403,
    message: "(#200) You do not have the necessary permissions required to manage this object",
  },
  803: { source: "ours", status: 404, message: "(#803) Some of the aliases you requested do not exist" },
  2500: { source: "ours", status: 400, message: "Unknown path components" },
  80007: { source: "error_codes", status: 400, message: "(#80007) Rate limit hit", transient: true },
  80008: {
    source: "ours",
    status: 400,
    message:
      "(#80008) There have been too many calls to this WhatsApp Business account. Wait a bit and try again.",
    transient: true,
  },
  131000: { source: "error_codes", status: 500, message: "(#131000) Something went wrong" },
  131008: { source: "error_codes", status: 400, message: "(#131008) Required parameter is missing" },
  131009: { source: "error_codes", status: 400, message: "(#131009) Parameter value is not valid" },
  131031: { source: "error_codes", status: 403, message: "(#131031) Business account has been locked" },
  131042: { source: "error_codes", status: 402, message: "(#131042) Business eligibility payment issue" },
  131058: { source: "report", status: 400, message: "(#131058) Sample templates go from test numbers only" },
  132001: {
    source: "error_codes",
    status: 404,
    message: "(#132001) Template name does not exist in the translation",
  },
  133000: { source: "error_codes", status: 500, message: "(#133000) Incomplete deregistration" },
  133004: {
    source: "error_codes",
    status: 503,
    message: "(#133004) Server temporarily unavailable",
    transient: true,
  },
  133005: { source: "error_codes", status: 400, message: "(#133005) Two step verification PIN mismatch" },
  133006: { source: "error_codes", status: 400, message: "(#133006) Phone number re-verification needed" },
  133008: {
    source: "error_codes",
    status: 400,
    message: "(#133008) Too many two step verification PIN guesses",
  },
  133009: {
    source: "error_codes",
    status: 400,
    message: "(#133009) Two step verification PIN guessed too fast",
  },
  133010: { source: "error_codes", status: 400, message: "(#133010) Phone number not registered" },
  133015: {
    source: "error_codes",
    status: 400,
    message: "(#133015) Please wait a few minutes before attempting to register this phone number",
  },
  133016: {
    source: "error_codes",
    status: 400,
    message: "(#133016) Account register deregister rate limit exceeded",
  },
  136024: {
    source: "report",
    status: 400,
    message: "Request code error",
    title: "Code couldn't be sent",
  },
  136025: {
    source: "ours",
    status: 400,
    message: "Verify code error",
    title: "Code couldn't be verified",
  },
  200000: {
    source: "ours",
    status: 400,
    message: "(#200000) Cannot add phone number",
  },
  2388001: {
    source: "report",
    status: 400,
    message: "Invalid parameter",
    title: "Cannot Create Certificate",
    userMessage: "The display name of this phone number has not been provisioned yet.",
  },
  2388002: {
    source: "embedded_signup",
    status: 400,
    message: "Invalid parameter",
    title: "Cannot add phone number.",
    userMessage: "This number is registered to an existing WhatsApp account. Disconnect it there first.",
  },
  2388012: {
    source: "error_codes",
    status: 400,
    message: "Invalid parameter",
    title: "This phone number already exists in your list of phone numbers.",
    userMessage: "It is already present in the account.",
  },
  2388019: {
    source: "error_codes",
    status: 400,
    message: "Message template limit reached",
    title: "Message template limit exceeded",
    userMessage: "The account has reached its limit of message templates. Delete some before adding more.",
  },
  2388091: {
    source: "error_codes",
    status: 400,
    message: "Invalid parameter",
    title: "This phone number isn’t eligible to receive a code since it is not being migrated.",
    userMessage: "Codes are for numbers under migration.",
  },
  2388093: {
    source: "error_codes",
    status: 400,
    message: "Invalid parameter",
    title: "This phone number isn’t eligible to verify a code since it is not being migrated.",
    userMessage: "Codes are for numbers under migration.",
  },
  2388107: {
    source: "embedded_signup",
    status: 400,
    message: "Invalid parameter",
    userMessage: "Address the restrictions on this account before you add a phone number.",
  },
  2494100: {
    source: "error_codes",
    status: 503,
    message: "In maintenance",
    title: "Account is in maintenance mode",
    transient: true,
  },
  2494158: {
    source: "embedded_signup",
    status: 400,
    message: "Invalid parameter",
    userMessage: "You have requested a verification code too many times. Please try again later.",
  },
  2593037: {
    source: "embedded_signup",
    status: 400,
    message: "Invalid parameter",
    userMessage:
      "There was an error when the verification code was requested. Try again, or reach out to support.",
  },
  2593039: {
    source: "embedded_signup",
    status: 400,
    message: "Invalid parameter",
    userMessage:
      "There was an error when the verification code was checked. Try again, or reach out to support.",
  },
};
