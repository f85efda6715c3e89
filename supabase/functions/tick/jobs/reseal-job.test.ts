import { expect, it, vi } from "vitest";
import type { ConnectionStore } from "../../_shared/tokens/connection-store.ts";
import {
  decryptToken,
  type EncryptedToken,
  encryptToken,
  type TokenKeys,
} from "../../_shared/tokens/token-crypto.ts";
import { createResealJob } from "./reseal-job.ts";

const key = (fill: number) => Buffer.alloc(32, fill).toString("base64");
const former: TokenKeys = { current: "k1", keys: { k1: key(1) } };
const both: TokenKeys = { current: "k2", keys: { k2: key(2), k1: key(1) } };
const where = { providerId: "p", connectionId: "c", purpose: "graph" };

async function storeWith(sealed: EncryptedToken, reseal = true) {
  const resealed: EncryptedToken[] = [];
  const unused = () => Promise.reject(new Error("unused"));
  const store: ConnectionStore = {
    save: unused,
    read: unused,
    note: unused,
    sealedOtherwise: async (keyId) =>
      sealed.key_id === keyId ? [] : [{ connection: "c", provider: "p", purpose: "graph", ...sealed }],
    reseal: async (_connection, _former, token) => {
      resealed.push(token);
      return reseal;
    },
  };
  return { store, resealed };
}

it("reseals a token with the current key", async () => {
  const { store, resealed } = await storeWith(await encryptToken("EAAtoken", where, former));
  const log = { info: vi.fn<() => void>(), error: vi.fn<() => void>() };
  expect(await createResealJob(store, both, log).work(1000)).toBe(1);
  expect(resealed[0]?.key_id).toBe("k2");
  expect(await decryptToken(resealed[0] as EncryptedToken, where, both)).toBe("EAAtoken");
});

it("leaves a token alone if its key is gone, and says so once", async () => {
  const { store, resealed } = await storeWith(await encryptToken("EAAtoken", where, former));
  const log = { info: vi.fn<() => void>(), error: vi.fn<() => void>() };
  const job = createResealJob(store, { current: "k2", keys: { k2: key(2) } }, log);
  expect(await job.work(1000)).toBe(0);
  expect(await job.work(1000)).toBe(0);
  expect(resealed).toEqual([]);
  expect(log.error).toHaveBeenCalledTimes(1);
});
