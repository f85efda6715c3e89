/** Reseals tokens with the current key; one that does not open is logged and stays as it is. */
import type { Logger } from "../../_shared/log.ts";
import type { ConnectionStore } from "../../_shared/tokens/connection-store.ts";
import { resealToken, type TokenKeys } from "../../_shared/tokens/token-crypto.ts";
import type { Job } from "./job.ts";

const perCall = 20;

export function createResealJob(store: ConnectionStore, keys: TokenKeys, log: Logger): Job {
  // Logged once by this process: a missing key does not return within seconds.
  const blocked = new Set<string>();
  return {
    name: "reseal",
    async work() {
      const rows = await store.sealedOtherwise(keys.current, perCall + blocked.size);
      let done = 0;
      for (const { connection, provider, purpose, ...sealed } of rows.filter(
        (row) => !blocked.has(row.connection),
      )) {
        const where = { providerId: provider, connectionId: connection, purpose };
        try {
          if (await store.reseal(connection, sealed, await resealToken(sealed, where, keys))) done += 1;
        } catch (error) {
          blocked.add(connection);
          log.error("token_unreadable", {
            connection,
            message: error instanceof Error ? error.message : "unknown",
          });
        }
      }
      return done;
    },
  };
}
