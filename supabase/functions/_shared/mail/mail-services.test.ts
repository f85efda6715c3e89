import { expect, it } from "vitest";
import { type MailService, mailServices } from "./mail-services.ts";

const letter = {
  from: "Portdesk <portdesk@example.com>",
  to: "a@example.com",
  subject: "Привет & hello",
  text: "Text",
  html: "<p>Text</p>",
};

const asked = async (service: MailService, url: string, key: string) => {
  const request = await mailServices[service](letter, { service, url, key, from: letter.from });
  return { request, header: (name: string) => request.headers.get(name), body: await request.clone().text() };
};

it("asks Resend, and services of its shape, with the mail itself", async () => {
  const { header, body } = await asked("resend", "https://mail.example/send", "k");
  expect(header("authorization")).toBe("Bearer k");
  expect(JSON.parse(body)).toEqual(letter);
});

it("asks Postmark in its own words", async () => {
  const { header, body } = await asked("postmark", "https://api.postmarkapp.com/email", "k");
  expect(header("x-postmark-server-token")).toBe("k");
  expect(JSON.parse(body)).toEqual({
    From: letter.from,
    To: letter.to,
    Subject: letter.subject,
    TextBody: "Text",
    HtmlBody: "<p>Text</p>",
    MessageStream: "outbound",
  });
});

it("asks SendGrid with the text before the HTML, and the sender's name apart", async () => {
  const { header, body } = await asked("sendgrid", "https://api.sendgrid.com/v3/mail/send", "k");
  expect(header("authorization")).toBe("Bearer k");
  expect(JSON.parse(body)).toEqual({
    personalizations: [{ to: [{ email: "a@example.com" }] }],
    from: { email: "portdesk@example.com", name: "Portdesk" },
    subject: letter.subject,
    content: [
      { type: "text/plain", value: "Text" },
      { type: "text/html", value: "<p>Text</p>" },
    ],
  });
});

it("asks Mailgun with a form", async () => {
  const { header, body } = await asked("mailgun", "https://api.eu.mailgun.net/v3/example.com/messages", "k");
  expect(header("authorization")).toBe(`Basic ${btoa("api:k")}`);
  expect(header("content-type")).toContain("application/x-www-form-urlencoded");
  expect(Object.fromEntries(new URLSearchParams(body))).toEqual(letter);
});

it("asks SES with a signature of the region in its address", async () => {
  const url = "https://email.eu-central-1.amazonaws.com/v2/email/outbound-emails";
  const { header, body } = await asked("ses", url, "AKIDEXAMPLE:secret");
  expect(header("authorization")).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/ses\/aws4_request, SignedHeaders=\S*host\S*, Signature=[0-9a-f]{64}$/,
  );
  expect(header("x-amz-date")).toMatch(/^\d{8}T\d{6}Z$/);
  expect(JSON.parse(body)).toEqual({
    FromEmailAddress: letter.from,
    Destination: { ToAddresses: ["a@example.com"] },
    Content: {
      Simple: {
        Subject: { Data: letter.subject, Charset: "UTF-8" },
        Body: { Text: { Data: "Text", Charset: "UTF-8" }, Html: { Data: "<p>Text</p>", Charset: "UTF-8" } },
      },
    },
  });
});
