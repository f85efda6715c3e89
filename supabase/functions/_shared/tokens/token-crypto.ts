/**
 * Graph API tokens at rest: AES-256-GCM by WebCrypto. Provider, connection, purpose and key id are the associated
 * data, so that a row carried over to another tenant or connection does not open.
 */

/** Keys by their id, base64 of 32 bytes each; new tokens take the current one, old ones name theirs. */
export type TokenKeys = { current: string; keys: Record<string, string> };

export type TokenPlace = { providerId: string; connectionId: string; purpose: string };

/** The columns of private.connection_tokens; nonce (12 bytes) and ciphertext (with its tag) in base64. */
export type EncryptedToken = { key_id: string; nonce: string; ciphertext: string };

/** Throws when the current key is missing or is not 32 bytes. */
export async function encryptToken(
  token: string,
  where: TokenPlace,
  keys: TokenKeys,
): Promise<EncryptedToken> {
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const ciphertext = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv: nonce, additionalData: associatedData(where, keys.current) },
    await importKey(keys, keys.current, "encrypt"),
    new TextEncoder().encode(token),
  );
  return { key_id: keys.current, nonce: toBase64(nonce), ciphertext: toBase64(new Uint8Array(ciphertext)) };
}

/** Throws when the key is unknown, or when the row was changed or does not belong to this place. */
export async function decryptToken(row: EncryptedToken, where: TokenPlace, keys: TokenKeys): Promise<string> {
  const plain = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv: fromBase64(row.nonce), additionalData: associatedData(where, row.key_id) },
    await importKey(keys, row.key_id, "decrypt"),
    fromBase64(row.ciphertext),
  );
  return new TextDecoder("utf-8", { fatal: true }).decode(plain);
}

function associatedData(where: TokenPlace, keyId: string): Uint8Array<ArrayBuffer> {
  // As JSON, because no joining mark can then be part of a value.
  return new TextEncoder().encode(
    JSON.stringify([where.providerId, where.connectionId, where.purpose, keyId]),
  );
}

async function importKey(keys: TokenKeys, id: string, use: "encrypt" | "decrypt"): Promise<CryptoKey> {
  const text = Object.hasOwn(keys.keys, id) ? keys.keys[id] : undefined;
  if (text === undefined) throw new Error("the key of this token is not configured");
  const raw = fromBase64(text);
  if (raw.byteLength !== 32) throw new Error("a token key must be 32 bytes");
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, [use]);
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
