/** Writes one JSON line per event, with allowed fields only, and redacts secrets once more at the end. */

import { redactStart } from "#domain/privacy/redact-start.ts";
import { withoutPersons } from "#domain/privacy/personal-text.ts";
import { withoutTokens } from "#domain/privacy/token-text.ts";

/** The fields that may be logged. Numbers, names, addresses, tokens, codes and PINs have none. */
const allowedFields = [
  "message",
  "status",
  "code",
  "subcode",
  "kind",
  "command",
  "connection",
  "job",
  "step",
  "state",
  "request",
  "provider",
  "fbtrace",
  "rows",
  "seq",
  "hash",
  "worked",
  "milliseconds",
] as const;

export type LogFields = Partial<Record<(typeof allowedFields)[number], string | number | boolean>>;

export type Logger = {
  info(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
};

/** `write` receives one line without its line break; by default it goes to the function's own log. */
export function createLogger(name: string, write: (line: string) => void = console.log): Logger {
  const line = (level: "info" | "error", event: string, fields: LogFields = {}) => {
    const entry: Record<string, string | number | boolean> = { level, function: name, event };
    for (const field of allowedFields) {
      const value = fields[field];
      if (value !== undefined) entry[field] = typeof value === "string" ? safeText(value) : value;
    }
    write(JSON.stringify(entry));
  };
  return {
    info: (event, fields) => line("info", event, fields),
    error: (event, fields) => line("error", event, fields),
  };
}

const sha256 = /^[0-9a-f]{64}$/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Request ids and hashes stay whole, although digits in them can look like a code. */
function safeText(text: string): string {
  return uuid.test(text) || sha256.test(text) ? text : redactStart(text, 500, redact);
}

// One-time codes and PINs; also other six-digit figures, which a log can do without.
const code = /(?<!\d)\d{6}(?!\d)/g;

/**
 * Removes what looks like Meta's token, Supabase's secret key, a JWT, a six-digit code, a phone number or an address.
 */
export function redact(text: string): string {
  return withoutTokens(withoutPersons(text)).replace(code, "[redacted]");
}
