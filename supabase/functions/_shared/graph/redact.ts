/** Takes what must not be kept out of an answer of Meta: tokens, and the codes and PINs of the very call. */

const tokenShapes = [/\bEAA[A-Za-z0-9]{8,}/g, /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, /(access_token=)[^&\s"]+/g];
const secretNames = /^(access_token|appsecret_proof|pin|otp|verify_token)$/i;
const longestText = 4096;

/** `secrets`: the token, code or PIN of the call. Whole text is cut to 4 KB. */
export function redactText(text: string, secrets: readonly string[]): string {
  const without = secrets.reduce(
    (rest, secret) => (secret === "" ? rest : rest.replaceAll(secret, "[redacted]")),
    text,
  );
  return tokenShapes
    .reduce((rest, shape) => rest.replace(shape, "[redacted]"), without)
    .slice(0, longestText);
}

/** The same for any JSON value; names of secrets lose their values too. Deep structures are cut. */
export function redactValue(value: unknown, secrets: readonly string[], depth = 6): unknown {
  if (typeof value === "string") return redactText(value, secrets);
  if (typeof value === "number") return secrets.includes(String(value)) ? "[redacted]" : value;
  if (typeof value !== "object" || value === null) return value;
  if (depth === 0) return "[cut]";
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => redactValue(item, secrets, depth - 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, 50)
      .map(([name, inner]) => [
        name,
        secretNames.test(name) ? "[redacted]" : redactValue(inner, secrets, depth - 1),
      ]),
  );
}
