/** Asks Meta what a token is valid for. */
import type { GrantFacts } from "#domain/graph/graph-port.ts";
import * as z from "zod/mini";
import { callGraph, type GraphAccess } from "./graph-transport.ts";

/**
 * `expiresAt`: ISO; null if the token does not expire. `dataAccessExpiresAt`: when the app loses access to the data
 * that people granted with it, although the token stays valid; null if Meta names no end.
 */
export type TokenFacts = GrantFacts & { expiresAt: string | null; dataAccessExpiresAt: string | null };

/** Seconds since 1970; 0, or a time that Meta never sends, means no end. */
const end = z.optional(z.int().check(z.minimum(0), z.maximum(32_503_680_000)));
const isoOf = (seconds: number | undefined) => (seconds ? new Date(seconds * 1000).toISOString() : null);

const granted = z.object({ scope: z.string(), target_ids: z.nullish(z.array(z.string())) });
const inspection = z.pipe(
  z.object({
    data: z.object({
      app_id: z.optional(z.string()),
      is_valid: z.boolean(),
      expires_at: end,
      // A second expiry beside the token's own. Source: Meta, "Debug access tokens"
      // (facebook-login/guides/access-tokens/debugging).
      data_access_expires_at: end,
      scopes: z.nullish(z.array(z.string())),
      granular_scopes: z.nullish(z.array(granted)),
    }),
  }),
  z.transform(({ data }): TokenFacts => {
    const granular = data.granular_scopes ?? [];
    return {
      appId: data.app_id ?? null,
      isValid: data.is_valid,
      expiresAt: isoOf(data.expires_at),
      dataAccessExpiresAt: isoOf(data.data_access_expires_at),
      permissions: data.scopes ?? granular.map(({ scope }) => scope),
      accounts: Object.fromEntries(
        granular.flatMap(({ scope, target_ids: ids }) => (ids?.length ? [[scope, ids]] : [])),
      ),
    };
  }),
);

/** `access`: the credentials used for the question to Meta. Throws GraphFailure and nothing else. */
export function inspectToken(access: GraphAccess, token: string): Promise<TokenFacts> {
  return callGraph(access, {
    method: "GET",
    path: "/debug_token",
    parameters: { input_token: token },
    schema: inspection,
    secrets: [token],
  });
}
