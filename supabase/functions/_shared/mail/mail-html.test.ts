import { expect, it } from "vitest";
import { mailHtml } from "./mail-html.ts";

const bodyOf = (html: string) => /<body[^>]*>(.*)<\/body>/s.exec(html)?.[1];

it("writes paragraphs and keeps line breaks", () => {
  expect(bodyOf(mailHtml("One\ntwo\n\nThree", undefined))).toBe("<p>One<br>two</p><p>Three</p>");
});

it("shows what people typed as text", () => {
  expect(bodyOf(mailHtml(`<img src=x onerror="a">'&`, "https://desk.example"))).toBe(
    "<p>&lt;img src=x onerror=&quot;a&quot;&gt;&#39;&amp;</p>",
  );
});

it("links Portdesk's own address and no other", () => {
  const text =
    "Open https://desk.example/my?a=1&b=2 or https://evil.example/my or https://desk.example.evil.example";
  expect(bodyOf(mailHtml(text, "https://desk.example/"))).toBe(
    '<p>Open <a href="https://desk.example/my?a=1&amp;b=2">https://desk.example/my?a=1&amp;b=2</a> or ' +
      "https://evil.example/my or https://desk.example.evil.example</p>",
  );
});
