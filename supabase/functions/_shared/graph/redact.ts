/** Removes from Meta's answers what must not be kept: tokens, this call's codes and PINs, and personal data. */
import { withoutPersons } from "#domain/privacy/personal-text.ts";
import { redactStart } from "#domain/privacy/redact-start.ts";
import { withoutTokens } from "#domain/privacy/token-text.ts";
import { sanitizeText } from "./sanitize-json.ts";

const names = "access_token|appsecret_proof|client_secret|fb_exchange_token|input_token|pin|otp|verify_token";
const secretNames = new RegExp(`^(${names})$`, "i");
const personalNames = /^(display_phone_number|phone_number|wa_id|email)$/i;
// A code that is a short number identifies an error; any other code grants access.
const inQuery = new RegExp(`\\b((?:${names}|code)=)(?!\\d{1,5}\\b)[^&\\s"'\\\\]+`, "gi");
const inJson = new RegExp(`("(?:${names}|code)\\\\*"\\s*:\\s*\\\\*")[^"\\\\]+`, "gi");
const figureInJson = /("(?:pin|otp)\\*"\s*:\s*)\d+/gi;
const longestText = 4096;

/** `secrets`: the token, code or PIN of the call. Keeps the first 4 KB at most, the database's limit. */
export function redactText(text: string, secrets: readonly string[]): string {
  const longest = Math.max(0, ...secrets.map((secret) => secret.length));
  return sanitizeText(redactStart(text, longestText, (start) => redactWhole(start, secrets), longest));
}

function redactWhole(text: string, secrets: readonly string[]): string {
  const without = secrets.reduce(
    (rest, secret) => (secret === "" ? rest : rest.replaceAll(secret, "[redacted]")),
    text,
  );
  const named = [inQuery, inJson, figureInJson].reduce(
    (rest, shape) => rest.replace(shape, "$1[redacted]"),
    without,
  );
  return withoutPersons(withoutTokens(named));
}

/** The same for a JSON value and its member names; values of members named like secrets go. Deep structures are cut. */
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
        redactText(name, secrets),
        isSecret(name, inner) ? "[redacted]" : redactValue(inner, secrets, depth - 1),
      ]),
  );
}

/** An error's `code` is a number; a `code` that is text grants access. */
function isSecret(name: string, value: unknown): boolean {
  if (name === "code") return typeof value === "string";
  return secretNames.test(name) || personalNames.test(name);
}
