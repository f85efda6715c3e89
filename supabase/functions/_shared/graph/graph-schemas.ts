/** The schemas of Meta's answers. Enumerations stay text; a wrong type is refused, never guessed at. */
import type { NumberFacts, TemplateCopy, TemplateFacts, WabaFacts } from "#domain/graph/graph-port.ts";
import * as z from "zod/mini";
import { healthOf, healthSchema } from "./health-schema.ts";

const id = z.string().check(z.regex(/^\d{1,30}$/));
const text = z.nullish(z.string());

/** Parsed separately: it matters most when the rest of the error cannot be parsed. */
export const traceSchema = z.object({
  error: z.object({ fbtrace_id: z.string().check(z.minLength(1), z.maxLength(100)) }),
});

export const successSchema = z.object({ success: z.literal(true) });
/** Keeps the members beside `success`: one of them may say that the PIN was not reset. */
export const registeredSchema = z.looseObject({ success: z.literal(true) });
export const createdSchema = z.object({ id });
/** What a new template copies from another; Meta assigns everything else. */
export const createdTemplateFields = [
  "name",
  "language",
  "category",
  "parameter_format",
  "components",
] as const;
/** Visible characters, as in Meta's `wamid.…`. */
const messageId = z.string().check(z.regex(/^[\x21-\x7e]{1,500}$/));
export const sentSchema = z.object({
  messages: z.tuple([z.object({ id: messageId })], z.unknown()),
});

export const numberFields =
  "id,display_phone_number,verified_name,name_status,new_name_status,status,code_verification_status,quality_rating," +
  "whatsapp_business_manager_messaging_limit,platform_type,account_mode,throughput,is_official_business_account," +
  "is_pin_enabled,is_on_biz_app";
/** For a single number: in a list Meta would have to compute a summary for each. */
export const oneNumberFields = `${numberFields},health_status`;

const numberAnswer = z.object({
  id,
  display_phone_number: text,
  verified_name: text,
  name_status: text,
  new_name_status: text,
  status: text,
  code_verification_status: text,
  quality_rating: text,
  whatsapp_business_manager_messaging_limit: text,
  platform_type: text,
  account_mode: text,
  throughput: z.nullish(z.object({ level: text })),
  is_official_business_account: z.nullish(z.boolean()),
  is_pin_enabled: z.nullish(z.boolean()),
  is_on_biz_app: z.nullish(z.boolean()),
  health_status: healthSchema,
});

export const numberSchema = z.pipe(
  numberAnswer,
  z.transform(
    (answer): NumberFacts => ({
      id: answer.id,
      displayPhoneNumber: answer.display_phone_number,
      verifiedName: answer.verified_name,
      nameStatus: answer.name_status,
      newNameStatus: answer.new_name_status,
      status: answer.status,
      codeVerificationStatus: answer.code_verification_status,
      qualityRating: answer.quality_rating,
      messagingLimit: answer.whatsapp_business_manager_messaging_limit,
      platformType: answer.platform_type,
      accountMode: answer.account_mode,
      throughput: answer.throughput?.level,
      isOfficialBusinessAccount: answer.is_official_business_account,
      isPinEnabled: answer.is_pin_enabled,
      isOnBizApp: answer.is_on_biz_app,
      ...healthOf(answer.health_status),
    }),
  ),
);

export const wabaFields =
  "id,name,business_verification_status,account_review_status,owner_business_info,on_behalf_of_business_info," +
  "primary_funding_id,currency,health_status";

/** A blank id would count as no id, and the comparison with it would be skipped. */
const businessInfo = z.nullish(z.object({ id: z.optional(id) }));

export const wabaSchema = z.pipe(
  z.object({
    id,
    name: text,
    business_verification_status: text,
    account_review_status: text,
    owner_business_info: businessInfo,
    on_behalf_of_business_info: businessInfo,
    primary_funding_id: text,
    currency: text,
    health_status: healthSchema,
  }),
  z.transform(
    (answer): WabaFacts => ({
      id: answer.id,
      name: answer.name,
      businessVerificationStatus: answer.business_verification_status,
      accountReviewStatus: answer.account_review_status,
      ownerBusinessId: answer.on_behalf_of_business_info?.id ?? answer.owner_business_info?.id,
      primaryFundingId: answer.primary_funding_id,
      currency: answer.currency,
      ...healthOf(answer.health_status),
    }),
  ),
);

export const templateFields = "id,name,language,category,status,quality_score";

export const templateSchema = z.pipe(
  z.object({
    id,
    name: z.string(),
    language: z.string(),
    category: text,
    status: text,
    quality_score: z.nullish(z.object({ score: text })),
  }),
  z.transform(
    ({ quality_score: quality, ...facts }): TemplateFacts => ({ ...facts, quality: quality?.score }),
  ),
);

export const templateTextFields = `${templateFields},components`;

/** Only the requested fields, whatever Meta adds. */
export const templateTextSchema = z.object({
  id,
  name: z.string(),
  language: z.string(),
  category: text,
  status: text,
  quality_score: z.nullish(z.unknown()),
  components: z.nullish(z.array(z.unknown())),
});

export const subscribedAppSchema = z.pipe(
  z.object({ whatsapp_business_api_data: z.object({ id }) }),
  z.transform((answer) => answer.whatsapp_business_api_data.id),
);

/** `next` only shows that there is more: its URL may contain a token and is never used. */
const paging = z.optional(
  z.object({
    cursors: z.optional(z.object({ after: z.optional(z.string()) })),
    next: z.optional(z.string()),
  }),
);
export type Paging = z.infer<typeof paging>;

/** A page of a list. */
export const pageOf = <Item extends z.core.$ZodType>(item: Item) => z.object({ data: z.array(item), paging });

const reasons = z.record(z.string(), z.unknown());

/** Meta's example shows the failures as a map, its reference as a list. An answer with neither is invalid. */
export const copySchema = z.pipe(
  z
    .object({
      migrated_templates: z.optional(z.array(z.union([z.string(), z.number()]))),
      failed_templates: z.optional(z.union([z.array(reasons), reasons])),
    })
    .check(z.refine((answer) => Boolean(answer.migrated_templates ?? answer.failed_templates))),
  z.transform(({ migrated_templates: migrated = [], failed_templates = {} }): TemplateCopy => {
    const failed = Array.isArray(failed_templates) ? failed_templates : [failed_templates];
    const entries = failed.flatMap((part) => Object.entries(part));
    return {
      migrated: migrated.map(String),
      failed: Object.fromEntries(
        entries.map(([key, reason]) => [key, typeof reason === "string" ? reason : JSON.stringify(reason)]),
      ),
    };
  }),
);
