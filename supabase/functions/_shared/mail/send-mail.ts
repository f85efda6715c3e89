/** Sends e-mails through a service that accepts {from, to, subject, text} as JSON with a bearer key. */
import type { MailRuntime } from "./runtime.ts";

export type Mail = { to: string; subject: string; text: string };
/** Throws if the service rejects the mail. */
export type SendMail = (mail: Mail) => Promise<void>;

const timeoutMs = 5000;
/** Refuses what a bridge from JSON to SMTP could read as a second recipient or a header. */
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
