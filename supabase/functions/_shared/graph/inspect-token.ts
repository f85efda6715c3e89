/** What a token is worth, as Meta says it of itself. */
import type { GrantFacts } from "#domain/graph/graph-port.ts";
import * as z from "zod/mini";
import { callGraph, type GraphAccess } from "./graph-transport.ts";

/** `expiresAt`: ISO; null for a token that stays. */
export type TokenFacts = GrantFacts & { expiresAt: string | null };

const scopes = z._default(
  z.array(z.object({ scope: z.string(), target_ids: z.optional(z.array(z.string())) })),
  [],
);
const inspection = z.pipe(
  z.object({
    data: z.object({
      app_id: z.optional(z.string()),
      is_valid: z.boolean(),
      expires_at: z.optional(z.int().check(z.minimum(0), z.maximum(32_503_680_000))),
      granular_scopes: scopes,
    }),
  }),
  z.transform(
    ({ data }): TokenFacts => ({
      appId: data.app_id ?? null,
      isValid: data.is_valid,
      expiresAt: data.expires_at ? new Date(data.expires_at * 1000).toISOString() : null,
      accounts: Object.fromEntries(
        data.granular_scopes.map(({ scope, target_ids: ids }) => [scope, ids ?? null]),
      ),
    }),
  ),
);

/** `access`: in whose name Meta is asked. Throws GraphFailure and nothing else. */
export function inspectToken(access: GraphAccess, token: string): Promise<TokenFacts> {
  return callGraph(access, {
    method: "GET",
    path: "/debug_token",
    parameters: { input_token: token },
    schema: inspection,
    secrets: [token],
  });
}
