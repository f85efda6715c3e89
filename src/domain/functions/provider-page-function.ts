/** What a visitor may know about a provider: the contents of its application page. */
import * as z from "zod/mini";
import type { EdgeFunction } from "./edge-function.ts";

/** Money in millionths of the currency unit. */
const tariff = z.object({
  currency: z.string(),
  connection_fee_micros: z.int(),
  monthly_fee_micros: z.int(),
  message_fee_micros: z.int(),
  min_working_days: z.int(),
  max_working_days: z.int(),
});
export type Tariff = z.infer<typeof tariff>;

const page = z.object({
  slug: z.string(),
  name: z.string(),
  accentColor: z.string(),
  country: z.string(),
  officeName: z.string(),
  officeEmail: z.string(),
  officePhone: z.nullish(z.string()),
  platformSignupUrl: z.string(),
  oldProviders: z.array(z.string()),
  tariff: z.nullish(tariff),
});
export type ProviderPage = z.infer<typeof page>;

/** GET, without sign-in. */
export const providerPageFunction = {
  name: "provider-page",
  request: z.object({ slug: z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{1,40}$/)) }),
  answer: page,
} as const satisfies EdgeFunction;
