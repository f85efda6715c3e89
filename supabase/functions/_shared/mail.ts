/** Hands e-mails to a service that takes {from, to, subject, text} as JSON under a bearer key. */
import type { MailRuntime } from "./runtime.ts";

export type Mail = { to: string; subject: string; text: string };
/** Throws when the service does not take it. */
export type SendMail = (mail: Mail) => Promise<void>;

const timeoutMs = 5000;
/** What bridges from JSON to SMTP could take for a second recipient or for a header is refused, whatever the database holds. */
const oneAddress = /^[^\s\p{Cc}@,;:<>()"\\[\]]+@[^\s\p{Cc}@,;:<>()"\\[\]]+$/u;
const notOfALine = /[\p{Cc}\u2028\u2029]+/gu;

export function createSendMail(
  { url, key, from }: MailRuntime,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): SendMail {
  return async ({ to, subject, text }) => {
    if (!oneAddress.test(to)) throw new Error("The mail has not exactly one recipient");
    const mail = { to, subject: subject.replaceAll(notOfALine, " "), text };
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
      body: JSON.stringify({ from, ...mail }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`The mail service answered ${response.status}`);
  };
}
