import { expect, it } from "vitest";
import { createSendMail } from "./send-mail.ts";

const runtime = {
  service: "resend",
  url: "https://mail.example/send",
  key: "k",
  from: "portdesk@example.com",
} as const;
const mail = { to: "a@example.com", subject: "s", text: "t" };

it("sends the mail with the key", async () => {
  const calls: Request[] = [];
  const send = createSendMail(runtime, (input, init) => {
    calls.push(new Request(input, init));
    return Promise.resolve(new Response(null, { status: 202 }));
  });
  await send(mail);
  expect(calls[0]?.headers.get("authorization")).toBe("Bearer k");
  expect(await calls[0]?.json()).toMatchObject({ from: "portdesk@example.com", ...mail });
});

it.each([
  "a@example.com, b@example.com",
  "a@example.com\r\nBcc: b@example.com",
  "A <a@example.com>",
  "nobody",
  "",
])("refuses %j, which is not one recipient, before sending anything", async (to) => {
  const send = createSendMail(runtime, () => Promise.reject(new Error("asked")));
  await expect(send({ ...mail, to })).rejects.toThrow("exactly one recipient");
});

it("keeps the subject on one line, whatever names it contains", async () => {
  let body: unknown;
  const send = createSendMail(runtime, async (input, init) => {
    body = await new Request(input, init).json();
    return new Response(null, { status: 202 });
  });
  await send({ ...mail, subject: "Evil\r\nBcc: victim@example.com" });
  expect(body).toMatchObject({ subject: "Evil Bcc: victim@example.com" });
});

it("throws if the service rejects the mail, without the mail in the message", async () => {
  const send = createSendMail(runtime, () => Promise.resolve(new Response("a@example.com", { status: 500 })));
  await expect(send(mail)).rejects.toThrow(/^The mail service answered 500$/);
});
