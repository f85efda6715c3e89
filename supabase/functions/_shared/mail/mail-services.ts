/**
 * How each mail service takes a mail over HTTP. Sources, read 2026-12-01: postmarkapp.com/developer/user-guide/
 * send-email-with-api; documentation.mailgun.com/docs/mailgun/user-manual/sending-messages/send-http; Amazon's
 * reference of SESv2 SendEmail; the published clients of SendGrid's v3 Mail Send and of Resend. Ours, unproven: that a
 * real account of each takes them.
 */
import { AwsClient } from "aws4fetch";
export type Letter = { from: string; to: string; subject: string; text: string; html: string };
export type MailService = "resend" | "postmark" | "sendgrid" | "mailgun" | "ses";

export type MailRuntime = {
  service: MailService;
  /** Where the service takes mails. */
  url: string;
  /** For SES `<access key id>:<secret access key>`. */
  key: string;
  from: string;
  /** Where Portdesk stands: the only address that mails link to. */
  appUrl?: string;
};

/** Where a service takes mails if nothing else is configured; the others' address names an own domain or region. */
export const mailUrls: Partial<Record<MailService, string>> = {
  resend: "https://api.resend.com/emails",
  postmark: "https://api.postmarkapp.com/email",
  sendgrid: "https://api.sendgrid.com/v3/mail/send",
};

const bearer = ({ key }: MailRuntime) => ({ authorization: `Bearer ${key}` });

function jsonRequest(url: string, headers: Record<string, string>, body: unknown): Request {
  const type = { "content-type": "application/json" };
  return new Request(url, { method: "POST", headers: { ...type, ...headers }, body: JSON.stringify(body) });
}

/** `Portdesk <portdesk@example.com>` or the bare address. */
function namedAddress(from: string): { email: string; name?: string } {
  const [, name = "", email = from] = /^\s*(.*?)\s*<([^<>]+)>\s*$/.exec(from) ?? [];
  return name ? { email, name } : { email };
}

export const mailServices: Record<
  MailService,
  (letter: Letter, runtime: MailRuntime) => Request | Promise<Request>
> = {
  resend: (letter, runtime) => jsonRequest(runtime.url, bearer(runtime), letter),

  postmark: ({ from, to, subject, text, html }, { url, key }) =>
    jsonRequest(
      url,
      { accept: "application/json", "x-postmark-server-token": key },
      { From: from, To: to, Subject: subject, TextBody: text, HtmlBody: html, MessageStream: "outbound" },
    ),

  sendgrid: ({ from, to, subject, text, html }, runtime) =>
    jsonRequest(runtime.url, bearer(runtime), {
      personalizations: [{ to: [{ email: to }] }],
      from: namedAddress(from),
      subject,
      content: [
        { type: "text/plain", value: text },
        { type: "text/html", value: html },
      ],
    }),

  mailgun: (letter, { url, key }) =>
    new Request(url, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`api:${key}`)}` },
      body: new URLSearchParams(letter),
    }),

  // The key is `<access key id>:<secret access key>`; the region stands in the address.
  ses: ({ from, to, subject, text, html }, { url, key }) => {
    const [accessKeyId = "", secretAccessKey = ""] = key.split(":");
    const part = (data: string) => ({ Data: data, Charset: "UTF-8" });
    return new AwsClient({ accessKeyId, secretAccessKey, service: "ses" }).sign(
      jsonRequest(
        url,
        {},
        {
          FromEmailAddress: from,
          Destination: { ToAddresses: [to] },
          Content: { Simple: { Subject: part(subject), Body: { Text: part(text), Html: part(html) } } },
        },
      ),
    );
  },
};
