/** The database commands for a connection's sealed token. */
import * as z from "zod/mini";
import type { CallFunction } from "../database/call.ts";
import type { TokenFacts } from "../graph/inspect-token.ts";
import type { EncryptedToken } from "./token-crypto.ts";

const sealed = { purpose: z.string(), key_id: z.string(), nonce: z.string(), ciphertext: z.string() };
const kept = z.nullable(z.object({ provider: z.string(), app_id: z.string(), ...sealed }));
const old = z.array(z.object({ connection: z.string(), provider: z.string(), ...sealed }));

type Connection = {
  provider: string;
  /** The person who entered the token: a user's id. */
  person: string;
  connection: string;
  name: string;
  appId: string;
  businessId: string;
  sealed: EncryptedToken;
  facts: TokenFacts;
};

export type ConnectionStore = {
  save(connection: Connection): Promise<void>;
  /** null if the token does not exist or was revoked. */
  read(connection: string): Promise<z.infer<typeof kept>>;
  /** Stores what Meta says about the token. */
  note(connection: string, facts: TokenFacts): Promise<void>;
  /** Tokens that are sealed with another key than this one. */
  sealedOtherwise(keyId: string, limit: number): Promise<z.infer<typeof old>>;
  /** False if the token was replaced meanwhile. */
  reseal(connection: string, former: EncryptedToken, token: EncryptedToken): Promise<boolean>;
};

export function createConnectionStore(call: CallFunction): ConnectionStore {
  return {
    async save({ provider, person, connection, name, appId, businessId, sealed: token, facts }) {
      await call("engine_save_connection", {
        p_provider: provider,
        p_person: person,
        p_connection: connection,
        p_name: name,
        p_app_id: appId,
        p_business_id: businessId,
        p_token: token,
        p_facts: factsOf(facts),
      });
    },
    read: async (connection) =>
      kept.parse(await call("engine_connection_token", { p_connection: connection })),
    async note(connection, facts) {
      await call("engine_note_token", { p_connection: connection, p_facts: factsOf(facts) });
    },
    sealedOtherwise: async (keyId, limit) =>
      old.parse(await call("engine_old_tokens", { p_key: keyId, p_limit: limit })),
    reseal: async (connection, { key_id: keyId, nonce }, token) =>
      z.boolean().parse(
        await call("engine_reseal_token", {
          p_connection: connection,
          p_former: { key_id: keyId, nonce },
          p_token: token,
        }),
      ),
  };
}

function factsOf({ isValid, permissions, expiresAt, dataAccessExpiresAt }: TokenFacts) {
  return { valid: isValid, scopes: permissions, expiresAt, dataAccessExpiresAt };
}
