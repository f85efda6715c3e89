/** What a visitor may know of a provider. */
import * as z from "zod/mini";
import { getFromFunction } from "../../providers/function-call.ts";

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

const providerPage = z.object({
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
export type ProviderPage = z.infer<typeof providerPage>;

/** Throws CommandError, provider_not_found where there is none. */
export async function readProviderPage(slug: string): Promise<ProviderPage> {
  return providerPage.parse(await getFromFunction("provider-page", { slug }));
}
