import { expect, it } from "vitest";
import { decryptToken, encryptToken, resealToken, type TokenKeys } from "./token-crypto.ts";

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

it("opens rows of an older key, but not without that key", async () => {
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
])("does not open a row copied to %s", async (_name, elsewhere) => {
  const row = await encryptToken("EAAexample", where, keys);
  await expect(decryptToken(row, elsewhere, keys)).rejects.toThrow();
});

it("does not open a row with another key id or a changed ciphertext", async () => {
  const row = await encryptToken("EAAexample", where, keys);
  const same = { current: "k2", keys: { k2: key(2), k3: key(2) } };
  await expect(decryptToken({ ...row, key_id: "k3" }, where, same)).rejects.toThrow();
  const at = (index: number) => {
    const letter = row.ciphertext[index] === "A" ? "B" : "A";
    return { ...row, ciphertext: row.ciphertext.slice(0, index) + letter + row.ciphertext.slice(index + 1) };
  };
  for (const index of [0, row.ciphertext.indexOf(".") + 1])
    await expect(decryptToken(at(index), where, keys)).rejects.toThrow();
});

it("gives each token a key of its own, and does not open a token with the key of another", async () => {
  const [one, other] = [
    await encryptToken("EAAone", where, keys),
    await encryptToken("EAAother", where, keys),
  ];
  const [mine, theirs] = [one, other].map((row) => ({
    nonce: row.nonce.split("."),
    text: row.ciphertext.split("."),
  }));
  const mixed = {
    key_id: "k2",
    nonce: `${mine?.nonce[0]}.${theirs?.nonce[1]}`,
    ciphertext: `${mine?.text[0]}.${theirs?.text[1]}`,
  };
  await expect(decryptToken(mixed, where, keys)).rejects.toThrow();
});

it("reseals the key and leaves the token's own ciphertext unchanged", async () => {
  const old = await encryptToken("EAAexample", where, { ...keys, current: "k1" });
  const anew = await resealToken(old, where, keys);
  expect(anew.key_id).toBe("k2");
  expect(anew.ciphertext.split(".")[1]).toBe(old.ciphertext.split(".")[1]);
  expect(anew.ciphertext.split(".")[0]).not.toBe(old.ciphertext.split(".")[0]);
  expect(await decryptToken(anew, where, { current: "k2", keys: { k2: key(2) } })).toBe("EAAexample");
  await expect(resealToken(old, { ...where, providerId: "q" }, keys)).rejects.toThrow();
});

it("opens a token that was sealed in one layer, and converts it to an envelope", async () => {
  const old = await inOneLayer("EAAexample");
  expect(await decryptToken(old, where, keys)).toBe("EAAexample");
  const anew = await resealToken(old, where, keys);
  expect(anew.ciphertext).toContain(".");
  expect(await decryptToken(anew, where, keys)).toBe("EAAexample");
});

async function inOneLayer(token: string) {
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = new TextEncoder().encode(JSON.stringify(["p", "c", "graph", "k1"]));
  const raw = await crypto.subtle.importKey("raw", Buffer.alloc(32, 1), "AES-GCM", false, ["encrypt"]);
  const parameters = { name: "AES-GCM", iv: nonce, additionalData };
  const sealed = await crypto.subtle.encrypt(parameters, raw, new TextEncoder().encode(token));
  const base64 = (bytes: ArrayBuffer | Uint8Array) => Buffer.from(new Uint8Array(bytes)).toString("base64");
  return { key_id: "k1", nonce: base64(nonce), ciphertext: base64(sealed) };
}
