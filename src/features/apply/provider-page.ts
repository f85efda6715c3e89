/** What a visitor may know of a provider. */
import { type ProviderPage, providerPageFunction } from "#domain/functions/provider-page-function.ts";
import { getFromFunction, readAnswer } from "../../providers/function-client.ts";

/** Throws CommandError, provider_not_found if there is none. */
export async function readProviderPage(slug: string): Promise<ProviderPage> {
  return readAnswer(providerPageFunction, await getFromFunction(providerPageFunction, { slug }));
}
