import { expect, it } from "vitest";
import { createMailbox } from "./mailbox.ts";

const mail = {
  to: "a@example.com",
  subject: "<script>alert(1)</script>",
  text: "code 123456 & more",
  sentAt: "2026-01-01T00:00:00Z",
};
const sent: string[] = [];
const send = ({ to }: { to: string }) => {
  sent.push(to);
  return Promise.resolve();
};
const mailbox = createMailbox({ send, list: () => [mail] }, null, "key");
const get = async (path: string) => mailbox(new Request(`http://127.0.0.1${path}`));

it("shows sent mail as text, never as markup", async () => {
  const response = await get("/");
  const page = await response.text();
  expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  expect(page).toContain("code 123456 &amp; more");
  expect(page).not.toContain("<script>");
  expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
});

it("gives programs the same as JSON", async () => {
  expect(await (await get("/mails")).json()).toEqual([mail]);
  expect(await (await get("/phones")).json()).toEqual({});
  expect((await get("/elsewhere")).status).toBe(404);
});

it("accepts a mail only with the key", async () => {
  const post = async (key: string, body: string) =>
    (
      await mailbox(
        new Request("http://127.0.0.1/mails", {
          method: "POST",
          headers: { authorization: `Bearer ${key}` },
          body,
        }),
      )
    ).status;
  const words = JSON.stringify({
    from: "portdesk@example.com",
    to: "b@example.com",
    subject: "s",
    text: "t",
  });
  expect([await post("other", words), await post("key", "{"), await post("key", words)]).toEqual([
    401, 400, 202,
  ]);
  expect(sent).toEqual(["b@example.com"]);
});
