// The wording of every error the simulator answers, in one place. The wording
// is ours, in Meta's manner: decide by code, never by these texts (where a number
// says several things there is nothing but its text, and that wording is a
// stand-in too).

export type ErrorText = {
  status: number;
  message: string;
  type?: string;
  title?: string;
  userMessage?: string;
  details?: string;
  transient?: boolean;
};

/** The nine meanings of 2388103, keyed by the name a fault or a test uses. */
export const migrationTexts = {
  webhooks_not_set_up: {
    title: "Webhooks are not set up",
    userMessage:
      "Webhooks are not set up on the destination WhatsApp Business account. Subscribe an app to the account and try again.",
  },
  add_directly: {
    title: "Phone number can be added directly",
    userMessage:
      "This phone number does not need to be migrated. It can simply be added to the WhatsApp Business account.",
  },
  name_not_approved: {
    title: "Display name is not approved",
    userMessage:
      "The phone number must have a display name that is present and approved before it can be migrated.",
  },
  source_not_set_up: {
    title: "Source account is not set up",
    userMessage:
      "The source WhatsApp Business account of this phone number has not finished its set-up, so the number cannot be migrated.",
  },
  no_payment: {
    title: "No payment account",
    userMessage:
      "The destination WhatsApp Business account has no payment account. Add a payment method and try again.",
  },
  generic: {
    title: "Migration error",
    userMessage: "Something went wrong while migrating this phone number. Please try again later.",
  },
  different_business: {
    title: "Number belongs to a different Business Manager",
    userMessage:
      "The phone number belongs to a different Business Manager. Source and destination accounts must represent the same business.",
  },
  destination_not_approved: {
    title: "Destination account is not approved",
    userMessage: "The destination WhatsApp Business account is not approved yet.",
  },
  messaging_for_pending: {
    title: "Messaging For request was not accepted",
    userMessage: 'The "Messaging For" request of the WhatsApp Business account has not been accepted yet.',
  },
} satisfies Record<string, { title: string; userMessage: string }>;

export type MigrationVariant = keyof typeof migrationTexts;

export const errorTexts: Readonly<Record<number, ErrorText>> = {
  1: { status: 500, message: "An unknown error occurred" },
  2: { status: 503, message: "Service temporarily unavailable", transient: true },
  4: { status: 400, message: "(#4) Application request limit reached", transient: true },
  10: { status: 403, message: "(#10) Application does not have permission for this action" },
  33: { status: 400, message: "(#33) This object does not exist or does not support this action" },
  100: { status: 400, message: "(#100) Invalid parameter" },
  104: { status: 401, message: "An access token is required to request this resource." },
  190: { status: 401, message: "Invalid OAuth access token - Cannot parse access token" },
  200: {
    status: 403,
    message: "(#200) You do not have the necessary permissions required to manage this object",
  },
  803: { status: 404, message: "(#803) Some of the aliases you requested do not exist" },
  2500: { status: 400, message: "Unknown path components" },
  80007: { status: 400, message: "(#80007) Rate limit hit", transient: true },
  80008: {
    status: 400,
    message:
      "(#80008) There have been too many calls to this WhatsApp Business account. Wait a bit and try again.",
    transient: true,
  },
  131000: { status: 500, message: "(#131000) Something went wrong" },
  131008: { status: 400, message: "(#131008) Required parameter is missing" },
  131009: { status: 400, message: "(#131009) Parameter value is not valid" },
  131031: { status: 403, message: "(#131031) Business account has been locked" },
  131042: { status: 402, message: "(#131042) Business eligibility payment issue" },
  132001: { status: 404, message: "(#132001) Template name does not exist in the translation" },
  133000: { status: 500, message: "(#133000) Incomplete deregistration" },
  133004: { status: 503, message: "(#133004) Server temporarily unavailable", transient: true },
  133005: { status: 400, message: "(#133005) Two step verification PIN mismatch" },
  133006: { status: 400, message: "(#133006) Phone number re-verification needed" },
  133008: { status: 400, message: "(#133008) Too many two step verification PIN guesses" },
  133009: { status: 400, message: "(#133009) Two step verification PIN guessed too fast" },
  133010: { status: 400, message: "(#133010) Phone number not registered" },
  133015: {
    status: 400,
    message: "(#133015) Please wait a few minutes before attempting to register this phone number",
  },
  133016: { status: 400, message: "(#133016) Account register deregister rate limit exceeded" },
  136024: { status: 400, message: "(#136024) Request code error", title: "Code was not sent" },
  136025: { status: 400, message: "(#136025) Verify code error", title: "Code could not be verified" },
  200000: {
    status: 400,
    message: "(#200000) Cannot add phone number",
    title: "Phone number cannot be added",
    userMessage: "This phone number cannot be added to the WhatsApp Business account.",
  },
  2388001: {
    status: 400,
    message: "Cannot create certificate",
    title: "Certificate could not be created",
    userMessage: "The display name of this phone number has not been provisioned yet. Try again later.",
  },
  2388002: {
    status: 400,
    message: "Cannot add phone number",
    title: "Phone number cannot be used",
    userMessage: "This phone number is in use in the WhatsApp Business app and cannot be migrated.",
  },
  2388012: {
    status: 400,
    message: "Phone number already added",
    title: "Phone number already in this account",
    userMessage: "The phone number has already been added to this WhatsApp Business account.",
  },
  2388019: {
    status: 400,
    message: "Message template limit reached",
    title: "Message template limit exceeded",
    userMessage: "The account has reached its limit of message templates. Delete some before adding more.",
  },
  2388091: {
    status: 400,
    message: "Cannot request code",
    title: "Phone number is not being migrated",
    userMessage: "The phone number is not in a state in which a code can be requested.",
  },
  2388093: {
    status: 400,
    message: "Cannot verify code",
    title: "Phone number is not being migrated",
    userMessage: "The phone number is not in a state in which a code can be verified.",
  },
  2388107: {
    status: 400,
    message: "Phone number is restricted",
    title: "Phone number cannot be migrated",
    userMessage: "Test numbers cannot be migrated to another WhatsApp Business account.",
  },
  2494100: {
    status: 503,
    message: "In maintenance",
    title: "Account is in maintenance mode",
    transient: true,
  },
  2494158: {
    status: 400,
    message: "Code requested too often",
    title: "Too many code requests",
    userMessage: "You have requested too many codes. Wait before asking for another one.",
  },
  2593037: {
    status: 400,
    message: "Code was not sent",
    title: "Code could not be sent",
    userMessage: "We could not send a code to this phone number. Try the other method or try again later.",
  },
  2593039: {
    status: 400,
    message: "Phone number was not verified",
    title: "Too many incorrect codes",
    userMessage: "You have entered too many incorrect codes. Try again in 12 hours.",
  },
};
