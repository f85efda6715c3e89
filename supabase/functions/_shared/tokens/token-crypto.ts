/**
 * Seals Graph API tokens at rest in an envelope: AES-256-GCM by WebCrypto under a key of the token's own, stored beside
 * it and sealed under the installation's key. Provider, connection, purpose and key id are the associated data, so a
 * row copied to another tenant or connection does not open.
 */

/** Keys by their id, base64 of 32 bytes each; new tokens use the current one, old ones name theirs. */
export type TokenKeys = { current: string; keys: Record<string, string> };

export type TokenPlace = { providerId: string; connectionId: string; purpose: string };

/**
 * The columns of private.connection_tokens. Nonces (12 bytes) and ciphertexts (with their tags) are base64: the token's
 * own key's, a dot, then the token's. Without a dot it is a token sealed in one layer, the earlier format.
 */
export type EncryptedToken = { key_id: string; nonce: string; ciphertext: string };

type Sealed = { nonce: string; ciphertext: string };

/** Throws if the current key is missing or is not 32 bytes. */
export async function encryptToken(
  token: string,
  where: TokenPlace,
  keys: TokenKeys,
): Promise<EncryptedToken> {
  const ownKey = crypto.getRandomValues(new Uint8Array(32));
  const inner = await seal(new TextEncoder().encode(token), ownKey, tokenData(where));
  return enveloped(ownKey, inner, where, keys);
}

/** Throws if the key is unknown, or if the row was changed or does not belong here. */
export async function decryptToken(row: EncryptedToken, where: TokenPlace, keys: TokenKeys): Promise<string> {
  const { outer, inner } = layersOf(row);
  const first = await open(outer, keyOf(keys, row.key_id), keyData(where, row.key_id));
  const plain = inner ? await open(inner, first, tokenData(where)) : first;
  return new TextDecoder("utf-8", { fatal: true }).decode(plain);
}

/** Reseals with the current key; in an envelope the token itself stays sealed. Throws as decryptToken does. */
export async function resealToken(
  row: EncryptedToken,
  where: TokenPlace,
  keys: TokenKeys,
): Promise<EncryptedToken> {
  const { outer, inner } = layersOf(row);
  if (!inner) return encryptToken(await decryptToken(row, where, keys), where, keys);
  const ownKey = await open(outer, keyOf(keys, row.key_id), keyData(where, row.key_id));
  return enveloped(ownKey, inner, where, keys);
}

async function enveloped(
  ownKey: Uint8Array<ArrayBuffer>,
  inner: Sealed,
  where: TokenPlace,
  keys: TokenKeys,
): Promise<EncryptedToken> {
  const outer = await seal(ownKey, keyOf(keys, keys.current), keyData(where, keys.current));
  return {
    key_id: keys.current,
    nonce: `${outer.nonce}.${inner.nonce}`,
    ciphertext: `${outer.ciphertext}.${inner.ciphertext}`,
  };
}

function layersOf({ nonce, ciphertext }: EncryptedToken): { outer: Sealed; inner: Sealed | null } {
  const [outerNonce = "", innerNonce] = nonce.split(".");
  const [outerText = "", innerText] = ciphertext.split(".");
  const isEnvelope = innerNonce !== undefined && innerText !== undefined;
  return {
    outer: { nonce: outerNonce, ciphertext: outerText },
    inner: isEnvelope ? { nonce: innerNonce, ciphertext: innerText } : null,
  };
}

async function seal(
  plain: Uint8Array<ArrayBuffer>,
  key: Uint8Array<ArrayBuffer>,
  additionalData: Uint8Array<ArrayBuffer>,
): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const imported = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  const ciphertext = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, imported, plain);
  return { nonce: toBase64(iv), ciphertext: toBase64(new Uint8Array(ciphertext)) };
}

async function open(
  { nonce, ciphertext }: Sealed,
  key: Uint8Array<ArrayBuffer>,
  additionalData: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const imported = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
  const parameters = { name: "AES-GCM", iv: fromBase64(nonce), additionalData };
  return new Uint8Array(await crypto.subtle.decrypt(parameters, imported, fromBase64(ciphertext)));
}

const tokenData = ({ providerId, connectionId, purpose }: TokenPlace) =>
  associatedData([providerId, connectionId, purpose]);

const keyData = ({ providerId, connectionId, purpose }: TokenPlace, keyId: string) =>
  associatedData([providerId, connectionId, purpose, keyId]);

/** JSON, because a separator could also occur in a value. */
const associatedData = (values: readonly string[]) => new TextEncoder().encode(JSON.stringify(values));

function keyOf(keys: TokenKeys, id: string): Uint8Array<ArrayBuffer> {
  const text = Object.hasOwn(keys.keys, id) ? keys.keys[id] : undefined;
  if (text === undefined) throw new Error("the key of this token is not configured");
  const raw = fromBase64(text);
  if (raw.byteLength !== 32) throw new Error("a token key must be 32 bytes");
  return raw;
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
