/** Verifies Meta's signature over the raw bytes of a webhook. */

const encoder = new TextEncoder();

export type VerifySignature = (header: string | null, body: Uint8Array<ArrayBuffer>) => Promise<boolean>;

/** Any of `secrets` may have signed, so that the app secret can be changed while webhooks arrive. */
export function createVerifySignature(secrets: readonly string[]): VerifySignature {
  const keys = Promise.all(
    secrets.map((secret) =>
      crypto.subtle.importKey("raw", encoder.encode(secret), { name: "HMAC", hash: "SHA-256" }, false, [
        "verify",
      ]),
    ),
  );
  return async (header, body) => {
    const signature = bytesOf(header);
    if (signature === null) return false;
    // crypto.subtle.verify takes the same time for every signature, and all keys are tried, whichever fits.
    const verdicts = await Promise.all(
      (await keys).map((key) => crypto.subtle.verify("HMAC", key, signature, body)),
    );
    return verdicts.some(Boolean);
  };
}

/** `sha256=` and 64 lower-case hex digits; null for anything else. */
function bytesOf(header: string | null): Uint8Array<ArrayBuffer> | null {
  const hex = /^sha256=([0-9a-f]{64})$/.exec(header ?? "")?.[1];
  return hex === undefined
    ? null
    : Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
