/** The application form: what a client files for one number. Issue messages are keys of the screens' texts. */
import * as z from "zod/mini";
import { reasons } from "../status/statuses.ts";
import { emailAddress } from "../access/email-address.ts";
import { accountModels } from "../routes/route-answers.ts";

/**
 * What the client must know before starting, acknowledged item by item. The route is not chosen yet, so each point
 * says on which route it holds; a point with a new meaning gets a new name, so nobody has agreed to it unasked. One
 * public report about the signup route has the old provider stop when the window was used, hours before `register`.
 */
export const acknowledgements = [
  "service_by_route",
  "history_stays",
  "templates_by_route",
  "templates_not_copied",
  "number_keeps_by_route",
] as const;

const name = z.string().check(z.trim(), z.minLength(1, "required"), z.maxLength(120, "too_long"));
const optionalName = z.nullish(z.string().check(z.trim(), z.maxLength(120, "too_long")));
const metaId = z.nullish(z.string().check(z.trim(), z.regex(/^\d{5,25}$/, "meta_id_invalid")));

export const application = z.object({
  /** E.164; checked against the numbering plans by src/domain/requests/phone-number.ts. */
  phoneNumber: z.string().check(z.regex(/^\+[1-9]\d{6,14}$/, "phone_invalid")),
  phoneCountry: z.string().check(z.regex(/^[A-Z]{2}$/, "country_invalid")),
  locale: z.enum(["en", "ru"]),
  companyName: name,
  contactName: name,
  contactEmail: emailAddress,
  contactPhone: z.nullish(z.string().check(z.maxLength(40, "too_long"))),
  /** The person at the client who may decide about the number. Required for submitting. */
  authorisedName: optionalName,
  authorisedEmail: z.nullish(emailAddress),
  authorisedPosition: optionalName,
  oldProviderName: name,
  reason: z.enum(reasons),
  reasonNote: z.nullish(z.string().check(z.maxLength(1000, "too_long"))),
  /** Messages per month. */
  monthlyVolume: z.nullish(
    z.int().check(z.minimum(0, "volume_invalid"), z.maximum(1_000_000_000, "volume_invalid")),
  ),
  /** All three absent means "I don't have them": the old provider must supply them. */
  sourceBusinessId: metaId,
  sourceWabaId: metaId,
  sourcePhoneNumberId: metaId,
  accountModel: z.nullish(z.enum(accountModels)),
  platformAccount: optionalName,
  acknowledgements: z.array(z.enum(acknowledgements)),
});
export type Application = z.infer<typeof application>;

/** What submitting requires beyond a draft; the database requires the same. */
export const submittableApplication = application.check(
  z.superRefine((value, context) => {
    if (!value.authorisedName)
      context.addIssue({ code: "custom", path: ["authorisedName"], message: "required" });
    if (!value.authorisedEmail)
      context.addIssue({ code: "custom", path: ["authorisedEmail"], message: "required" });
    if (value.reason === "other" && !value.reasonNote) {
      context.addIssue({ code: "custom", path: ["reasonNote"], message: "required" });
    }
    const missing = acknowledgements.filter((item) => !value.acknowledgements.includes(item));
    if (missing.length > 0) {
      context.addIssue({ code: "custom", path: ["acknowledgements"], message: "acknowledgements_missing" });
    }
  }),
);
