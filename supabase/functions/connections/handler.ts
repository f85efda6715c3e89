/** Stores a connection's token once Meta has confirmed it, or checks it again. It never returns a token. */
import { neededScopes } from "#domain/access/token-scopes.ts";
import { connectionsFunction } from "#domain/functions/connections-function.ts";
import type { RequestOf } from "#domain/functions/edge-function.ts";
import { GraphFailure } from "#domain/graph/graph-failure.ts";
import * as z from "zod/mini";
import { createCall } from "../_shared/database/call.ts";
import type { EngineServicesDeps } from "../_shared/engine/engine-services.ts";
import { inspectToken, type TokenFacts } from "../_shared/graph/inspect-token.ts";
import { createUsageGate } from "../_shared/graph/usage-gate.ts";
import { answer, authorizationOf, type Handler, readJson, serve } from "../_shared/http.ts";
import { inputOf } from "../_shared/input.ts";
import { Refusal } from "#domain/commands/refusal.ts";
import { createServiceClient } from "../_shared/database/service-client.ts";
import { createConnectionStore } from "../_shared/tokens/connection-store.ts";
import { decryptToken, encryptToken } from "../_shared/tokens/token-crypto.ts";
import { createUserClient } from "../_shared/database/user-client.ts";

type ConnectionCommand = RequestOf<typeof connectionsFunction>;

const deadlineSeconds = 15;

const authorised = z.object({ person: z.uuid() });

/**
 * POST {"command": "save" | "test", "provider", "connection", …} → 200 {"valid", "scopes", "expiresAt",
 * "dataAccessExpiresAt"}. Refuses with bad_json, invalid_input (with fields), token_invalid, token_of_other_app,
 * token_scopes_missing (hint: which), graph_unreachable, and the database's refusals.
 */
export function createConnectionsHandler(deps: EngineServicesDeps): Handler {
  const { supabase, graph, log, fetch = globalThis.fetch } = deps;
  const store = createConnectionStore(createCall(createServiceClient(supabase, fetch), log));
  const gate = createUsageGate(Date.now);

  return serve("POST", log, async (request) => {
    const authorization = authorizationOf(request);
    const input = inputOf(connectionsFunction.request, await readJson(request));
    const call = createCall(createUserClient(supabase, authorization, fetch), log);
    const { person } = authorised.parse(
      await call("authorise_connection", { p_provider: input.provider, p_connection: input.connection }),
    );
    return answer(
      connectionsFunction,
      input.command === "save" ? await save(input, person) : await test(input),
    );
  });

  async function save(
    { provider, connection, name, appId, businessId, token }: ConnectionCommand & { command: "save" },
    person: string,
  ) {
    const facts = await inspect(token, appId);
    if (!facts.isValid) throw new Refusal(409, "token_invalid");
    if (facts.appId !== appId) throw new Refusal(409, "token_of_other_app");
    const missing = neededScopes.filter((scope) => !facts.permissions.includes(scope));
    if (missing.length > 0) throw new Refusal(409, "token_scopes_missing", { hint: missing.join(", ") });
    const id = connection ?? crypto.randomUUID();
    const where = { providerId: provider, connectionId: id, purpose: "graph" };
    const sealed = await encryptToken(token, where, graph.tokenKeys);
    await store.save({ provider, person, connection: id, name, appId, businessId, sealed, facts });
    log.info("connection_saved", { provider, connection: id });
    return answerOf(facts);
  }

  async function test({ connection }: ConnectionCommand & { command: "test" }) {
    const kept = await store.read(connection);
    if (!kept) throw new Refusal(404, "connection_not_found");
    const where = { providerId: kept.provider, connectionId: connection, purpose: kept.purpose };
    const token = await decryptToken(kept, where, graph.tokenKeys).catch(() => {
      throw new Refusal(409, "token_invalid");
    });
    const facts = await inspect(token, kept.app_id);
    await store.note(connection, facts);
    return answerOf(facts);
  }

  /** Uses the app's own credentials if its secret is known, so that another app's token cannot vouch for itself. */
  async function inspect(token: string, appId: string): Promise<TokenFacts> {
    const { url, version, appSecret } = graph;
    const asker = appSecret === undefined ? token : `${appId}|${appSecret}`;
    const access = { fetch, url, version, token: asker, deadlineSeconds, gate, now: Date.now };
    try {
      return await inspectToken({ ...access, fetch: (asked) => fetch(asked) }, token);
    } catch (error) {
      if (!(error instanceof GraphFailure)) throw error;
      if (error.details.kind === "refused") throw new Refusal(409, "token_invalid");
      throw new Refusal(502, "graph_unreachable");
    }
  }
}

function answerOf({ isValid, permissions, expiresAt, dataAccessExpiresAt }: TokenFacts) {
  return { valid: isValid, scopes: [...permissions], expiresAt, dataAccessExpiresAt };
}
