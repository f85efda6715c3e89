// The behaviours of Graph that nobody outside Meta can state for certain, and the limits that tests need smaller. Every
// default is an explicit guess.
import * as z from "zod";
import { signupEnds } from "./signup/signup-ends.ts";

/** An error that Graph answers because a setting or a fault says so. */
export const errorShapeSchema = z.strictObject({
  status: z.int().optional(),
  code: z.int(),
  subcode: z.int().optional(),
  message: z.string().optional(),
  title: z.string().optional(),
  userMessage: z.string().optional(),
  details: z.string().optional(),
  transient: z.boolean().optional(),
});
export type ErrorShape = z.output<typeof errorShapeSchema>;

/** Where Meta may put what distinguishes a meaning. */
export const textPlacements = ["title_and_text", "title", "text", "message", "details"] as const;
export type TextPlacement = (typeof textPlacements)[number];

const count = z.int().nonnegative();

export const settingsSchema = z.strictObject({
  /** Answer to a claim while two-step verification is on at the source. */
  twoStepError: errorShapeSchema.default({ code: 133005 }),
  /** Answer to a claim of a test number: Meta's real answer is unknown, so it is that of a number in use. */
  testNumberError: errorShapeSchema.default({ code: 2388002 }),
  /**
   * Answer to a claim when the destination has no room for another number. The words are those of Meta's page on the
   * errors of Embedded Signup (24 February 2026), the number is a third party's.
   */
  destinationFullError: errorShapeSchema.default({
    code: 200000,
    title: "Cannot add phone number.",
    userMessage: "You have already linked the maximum number of phone numbers. Delete one to continue.",
  }),
  /** The language of error texts if the caller names no `locale`; a caller's locale is treated as English. */
  accountLanguage: z.enum(["en", "es"]).default("en"),
  /** The longest page of a list that Graph does not find too large (HTTP 500, code 1); null: no limit. */
  heaviestPage: count.nullable().default(null),
  /** How many numbers a WABA may hold if it does not state its own limit; null: no limit. */
  numberRoom: count.nullable().default(null),
  /** Whether the 2388xxx numbers come as `code`, or as `error_subcode` under code 100. */
  migrationCodePlacement: z.enum(["code", "subcode"]).default("subcode"),
  /**
   * Whether a claim gives a new id. Meta does not say; "ids continue to work" (account-model-evolution, 2026-10-27).
   */
  phoneIdChanges: z.boolean().default(true),
  /** What a kept id shows until `register`: the record of the claim, or that of the old provider. Ours, unproven. */
  keptIdShows: z.enum(["claim", "source"]).default("claim"),
  /** Whether a claimed number is VERIFIED at once, so that no code is needed. */
  claimStartsVerified: z.boolean().default(false),
  /** What the id of the source answers after the move. */
  oldNumberAnswer: z.enum(["not_registered", "gone"]).default("not_registered"),
  codeLifetimeMinutes: count.default(10),
  codeRequestQuota: count.default(5),
  codeRequestWindowHours: count.default(12),
  codeRequestMinSeconds: count.default(0),
  maxWrongCodes: count.default(5),
  codeLockHours: count.default(12),
  verifiedLifetimeDays: count.default(14),
  maxWrongPins: count.default(5),
  pinLockHours: count.default(12),
  pinMinSeconds: count.default(0),
  registrationLimit: count.default(10),
  registrationWindowHours: count.default(72),
  failedRegisterCounts: z.boolean().default(true),
  /** Whether a shared number keeps its id. "Existing ids continue to work" may mean it: ours, unproven. */
  sharedIdStays: z.boolean().default(true),
  /** What `register` adds for a shared number, whose PIN stays. Meta says that it does, not how: ours, unproven. */
  sharedRegisterSays: z.record(z.string(), z.unknown()).default({ pin_reset: false }),
  /** Members beside `success` in `register`'s answer. Meta's newer ones are not published: ours, unproven. */
  registerSays: z.record(z.string(), z.unknown()).default({}),
  /** Time from `register` until the number is CONNECTED: its status stays PENDING, and it sends and receives nothing. */
  connectSeconds: count.default(0),
  migrateTemplatesShape: z.enum(["map", "array"]).default("map"),
  /** Whether `migrated_templates` names the ids of the source or of the copies. */
  migratedTemplateIds: z.enum(["source", "destination"]).default("source"),
  /** Time from the copy of a template until the destination lists it. */
  templateCopyDelaySeconds: count.default(0),
  /** The status of a template that was just created. */
  templatesStartAs: z.string().default("APPROVED"),
  /** Whether `register` itself copies the APPROVED and GREEN templates. */
  automaticTemplateCopy: z.boolean().default(true),
  templateLimitUnverified: count.default(250),
  templateLimitVerified: count.default(6000),
  /** How long the code of the signup window is valid. */
  signupCodeSeconds: count.default(30),
  /** What the client grants in the signup window. */
  signupScopes: z.array(z.string()).default(["whatsapp_business_management", "whatsapp_business_messaging"]),
  /** Whether the token of the signup window can also read the account that the number comes from. */
  signupSharesSource: z.boolean().default(true),
  /** How the signup window ends once a number is entered (`signup/signup-ends.ts`); null: as people choose. */
  signupEnd: z.enum(signupEnds).nullable().default(null),
  /** The error that the window ends with, if `signupEnd` requires one. */
  signupError: z
    .strictObject({ code: z.string(), message: z.string() })
    .default({ code: "2593035", message: "Simulated: the number could not be set up." }),
  /** What the window does with `extras` of versions before 4. Meta says that they end, not how: ours, unproven. */
  signupFormerExtras: z.enum(["refuse", "ignore"]).default("refuse"),
  /**
   * Whether debug_token names the accounts of a permission, as Meta documents, or lists other permissions without them,
   * as reported of signup tokens since June 2026 (github.com/chatwoot/chatwoot issues 14690, 14711, pull request
   * 14697).
   */
  debugTokenTargets: z.enum(["named", "left_out"]).default("named"),
  /**
   * Whether hello_world exists in en_US, which Meta gives to new accounts; no list shows it. Only test numbers send it:
   * five implementers report 131058 for production numbers (public reports, 2025 and 2026; Meta does not list it).
   */
  sampleTemplate: z.boolean().default(true),
  /** Whether the public profile moves with the number. Ours, unproven: Meta does not say. */
  profileSurvives: z.boolean().default(true),
  /**
   * Why each accepted message fails later; null: none does. The webhook's shape is Meta's ("Status messages webhook
   * reference", 21 May 2026); the test decides which message fails, and why.
   */
  messageFailure: errorShapeSchema.nullable().default(null),
  /** Whether an accepted message reaches a phone or a simulated number, with webhooks that report it. */
  messagesTravel: z.boolean().default(false),
  /** How long after a message the phone that received it answers; null: never. */
  phonesAnswerSeconds: count.nullable().default(null),
  callsPerHourWithoutNumber: count.default(200),
  callsPerHourWithNumber: count.default(5000),
  appCallsPerHour: count.default(100_000),
  rateLimitStatus: z.int().default(400),
});
export type Settings = z.output<typeof settingsSchema>;
