/** One JSON line per event, holding only what is on the list, with secrets taken out once more at the end. */

import { redactStart } from "#domain/privacy/redact-start.ts";
import { withoutPersons } from "#domain/privacy/personal-text.ts";
import { withoutTokens } from "#domain/privacy/token-text.ts";

/** What may be logged. Numbers, names, addresses, tokens, codes and PINs have no field here. */
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

/** `write` takes one line without its end; by default it goes to the function's own log. */
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

/** Ids of requests and hashes stay whole, although digits in them can look like a code. */
function safeText(text: string): string {
  return uuid.test(text) || sha256.test(text) ? text : redactStart(text, 500, redact);
}

// One-time codes and PINs; also a six-digit figure that is none, which a log can do without.
const code = /(?<!\d)\d{6}(?!\d)/g;

/** Text without anything shaped like Meta's token, Supabase's secret key, a JWT, a six-digit code or somebody's number or address. */
export function redact(text: string): string {
  return withoutTokens(withoutPersons(text)).replace(code, "[redacted]");
}
