import { expect, it } from "vitest";
import { decryptToken, encryptToken, type TokenKeys } from "./token-crypto.ts";

const key = (fill: number) => Buffer.alloc(32, fill).toString("base64");
const keys: TokenKeys = { current: "k2", keys: { k1: key(1), k2: key(2) } };
const where = { providerId: "p", connectionId: "c", purpose: "graph" };

it("opens what it sealed, with a new nonce each time", async () => {
  const first = await encryptToken("EAAexample", where, keys);
  const second = await encryptToken("EAAexample", where, keys);
  expect(await decryptToken(first, where, keys)).toBe("EAAexample");
  expect(first.nonce).not.toBe(second.nonce);
  expect(JSON.stringify(first)).not.toContain("EAAexample");
});

it("opens rows of an older key, and not without it", async () => {
  const old = await encryptToken("EAAexample", where, { ...keys, current: "k1" });
  expect(old.key_id).toBe("k1");
  expect(await decryptToken(old, where, keys)).toBe("EAAexample");
  await expect(decryptToken(old, where, { current: "k2", keys: { k2: key(2) } })).rejects.toThrow(
    "not configured",
  );
});

it.each([
  ["another provider", { ...where, providerId: "q" }],
  ["another connection", { ...where, connectionId: "d" }],
  ["another purpose", { ...where, purpose: "webhook" }],
])("does not open a row carried to %s", async (_name, elsewhere) => {
  const row = await encryptToken("EAAexample", where, keys);
  await expect(decryptToken(row, elsewhere, keys)).rejects.toThrow();
});

it("does not open a row under another key id or a changed ciphertext", async () => {
  const row = await encryptToken("EAAexample", where, keys);
  const same = { current: "k2", keys: { k2: key(2), k3: key(2) } };
  await expect(decryptToken({ ...row, key_id: "k3" }, where, same)).rejects.toThrow();
  const changed = row.ciphertext.startsWith("A") ? "B" : "A";
  await expect(
    decryptToken({ ...row, ciphertext: changed + row.ciphertext.slice(1) }, where, keys),
  ).rejects.toThrow();
});
