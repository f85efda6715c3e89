/** Sends e-mails through the configured service, as text and as HTML. */
import { mailHtml } from "./mail-html.ts";
import { type MailRuntime, mailServices } from "./mail-services.ts";

export type Mail = { to: string; subject: string; text: string };
/** Throws if the service rejects the mail. */
export type SendMail = (mail: Mail) => Promise<void>;

const timeoutMs = 5000;
/** Refuses what a service could read as a second recipient or a header. */
const oneAddress = /^[^\s\p{Cc}@,;:<>()"\\[\]]+@[^\s\p{Cc}@,;:<>()"\\[\]]+$/u;
const notOfALine = /[\p{Cc}\u2028\u2029]+/gu;

export function createSendMail(
  runtime: MailRuntime,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): SendMail {
  const { service, from, appUrl } = runtime;
  return async ({ to, subject, text }) => {
    if (!oneAddress.test(to)) throw new Error("The mail has not exactly one recipient");
    const letter = {
      from,
      to,
      subject: subject.replaceAll(notOfALine, " "),
      text,
      html: mailHtml(text, appUrl),
    };
    const request = await mailServices[service](letter, runtime);
    const response = await fetch(request, { signal: AbortSignal.timeout(timeoutMs) });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`The mail service answered ${response.status}`);
  };
}
