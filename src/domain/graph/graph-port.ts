/** What Portdesk needs from Meta's Graph API, in our own words; the client in the functions implements it. */
import * as z from "zod/mini";
import { type BusinessProfile, businessProfile } from "./business-profile.ts";
import { healthFacts } from "./health.ts";

const text = z.nullish(z.string());

/** A number as Meta shows it. Enumerations stay text: an unknown value must neither crash nor advance anything. */
export const numberFacts = z.object({
  id: z.string(),
  displayPhoneNumber: text,
  verifiedName: text,
  nameStatus: text,
  newNameStatus: text,
  status: text,
  codeVerificationStatus: text,
  qualityRating: text,
  messagingLimit: text,
  platformType: text,
  accountMode: text,
  throughput: text,
  isOfficialBusinessAccount: z.nullish(z.boolean()),
  isPinEnabled: z.nullish(z.boolean()),
  isOnBizApp: z.nullish(z.boolean()),
  /** Read for a single number, not in a list. */
  health: z.nullish(healthFacts),
});
export type NumberFacts = z.infer<typeof numberFacts>;

export const wabaFacts = z.object({
  id: z.string(),
  name: text,
  businessVerificationStatus: text,
  accountReviewStatus: text,
  /** The business that the account represents: the one on whose behalf it acts, otherwise its owner. */
  ownerBusinessId: text,
  primaryFundingId: text,
  currency: text,
  health: z.nullish(healthFacts),
});
export type WabaFacts = z.infer<typeof wabaFacts>;

export const templateFacts = z.object({
  id: z.string(),
  name: z.string(),
  language: z.string(),
  category: text,
  status: text,
  quality: text,
});
export type TemplateFacts = z.infer<typeof templateFacts>;

/** What was read of one side at one moment; an unreadable part names its cause instead. */
export const sideSnapshot = z.object({
  number: z.nullish(numberFacts),
  waba: z.nullish(wabaFacts),
  profile: z.nullish(businessProfile),
  subscribedAppIds: z.nullish(z.array(z.string())),
  numbersInWaba: z.nullish(z.number()),
  templateCount: z.nullish(z.number()),
  unreadable: z.optional(z.record(z.string(), z.string())),
});
export type SideSnapshot = z.infer<typeof sideSnapshot>;

/** A template as Meta shows it, with its components; for storage, not for judging. */
export type TemplateText = Readonly<Record<string, unknown>>;

export type TemplateCopy = { migrated: string[]; failed: Record<string, string> };

/** A token that opens only for the connection that it was sealed for; base64. */
export type SealedToken = { connectionId: string; keyId: string; nonce: string; ciphertext: string };

/** What the signup window's code gives: the token stays sealed, and only these readings use it. */
export type SignupGrant = {
  token: SealedToken;
  /** What Meta says the token may do, and on which accounts. */
  inspect(): Promise<GrantFacts>;
  readWaba(wabaId: string): Promise<WabaFacts>;
  listNumbers(wabaId: string): Promise<NumberFacts[]>;
};

export type GrantFacts = {
  appId: string | null;
  isValid: boolean;
  /** What the token may do. */
  permissions: readonly string[];
  /**
   * Account ids by permission, where Meta names them. Since June 2026 signup-window tokens reportedly lack them
   * (github.com/chatwoot/chatwoot issues 14690 and 14711): then only reading an account proves access.
   */
  accounts: Readonly<Record<string, readonly string[]>>;
};

/**
 * What the answer to `register` says beyond success. set: nothing, so the call's PIN is the number's. kept: the member
 * that, in this installation, means "the PIN was not reset". unclear: something unknown.
 */
export type RegisterAnswer = { pin: "set" | "kept" | "unclear" };

/** Every method throws GraphFailure and nothing else. Ids are strings. */
export type GraphPort = {
  readNumber(phoneNumberId: string): Promise<NumberFacts>;
  readWaba(wabaId: string): Promise<WabaFacts>;
  readProfile(phoneNumberId: string): Promise<BusinessProfile>;
  listNumbers(wabaId: string): Promise<NumberFacts[]>;
  listTemplates(wabaId: string): Promise<TemplateFacts[]>;
  /** One page of the templates with their texts, without secrets; `after`: where the previous page ended. */
  readTemplateTexts(
    wabaId: string,
    after: string | null,
  ): Promise<{ templates: TemplateText[]; after: string | null }>;
  /** Asks Meta to create a template from the text, which then goes into review; returns its id. */
  createTemplate(input: { wabaId: string; template: TemplateText }): Promise<string>;
  listSubscribedApps(wabaId: string): Promise<string[]>;
  subscribeApp(wabaId: string): Promise<void>;
  /** Copies page `page` (from 0) of `count` (at most 500) templates, or only the named ones (at most 500). */
  copyTemplates(input: {
    destinationWabaId: string;
    sourceWabaId: string;
    page?: number;
    count?: number;
    templateIds?: string[];
  }): Promise<TemplateCopy>;
  /** countryCode without plus, nationalNumber without country code; returns the destination's phone number id. */
  claimNumber(input: {
    destinationWabaId: string;
    countryCode: string;
    nationalNumber: string;
  }): Promise<string>;
  requestCode(input: { phoneNumberId: string; method: "SMS" | "VOICE"; language: string }): Promise<void>;
  verifyCode(input: { phoneNumberId: string; code: string }): Promise<void>;
  register(input: { phoneNumberId: string; pin: string }): Promise<RegisterAnswer>;
  /** Gives a registered number a new PIN, whatever the old one was. */
  setPin(input: { phoneNumberId: string; pin: string }): Promise<void>;
  /** Sends an approved template without variables; `to` in E.164. Returns Meta's id of the message. */
  sendTemplate(input: {
    phoneNumberId: string;
    to: string;
    template: string;
    language: string;
  }): Promise<string>;
  /** Exchanges the code that the signup window gave to the client's browser; the code works once. */
  exchangeSignupCode(code: string): Promise<SignupGrant>;
};
