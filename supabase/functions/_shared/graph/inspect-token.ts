/** What a token is worth, as Meta says it of itself. */
import type { GrantFacts } from "#domain/graph/graph-port.ts";
import * as z from "zod/mini";
import { callGraph, type GraphAccess } from "./graph-transport.ts";

/** `expiresAt`: ISO; null for a token that stays. */
export type TokenFacts = GrantFacts & { expiresAt: string | null };

const granted = z.object({ scope: z.string(), target_ids: z.nullish(z.array(z.string())) });
const inspection = z.pipe(
  z.object({
    data: z.object({
      app_id: z.optional(z.string()),
      is_valid: z.boolean(),
      expires_at: z.optional(z.int().check(z.minimum(0), z.maximum(32_503_680_000))),
      scopes: z.nullish(z.array(z.string())),
      granular_scopes: z.nullish(z.array(granted)),
    }),
  }),
  z.transform(({ data }): TokenFacts => {
    const granular = data.granular_scopes ?? [];
    return {
      appId: data.app_id ?? null,
      isValid: data.is_valid,
      expiresAt: data.expires_at ? new Date(data.expires_at * 1000).toISOString() : null,
      permissions: data.scopes ?? granular.map(({ scope }) => scope),
      accounts: Object.fromEntries(
        granular.flatMap(({ scope, target_ids: ids }) => (ids?.length ? [[scope, ids]] : [])),
      ),
    };
  }),
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
