import { expect, it } from "vitest";
import { sendableTemplates } from "./sendable-templates.ts";

const body = (text: string) => ({ type: "BODY", text });
const made = (name: string, more: object = {}) => ({
  id: "1",
  name,
  language: "en_US",
  category: "UTILITY",
  status: "APPROVED",
  components: [body("Your order is on its way.")],
  ...more,
});
const names = (given: readonly Record<string, unknown>[]) =>
  sendableTemplates(given).templates.map(({ name }) => name);

it("takes approved templates without variables, utility first", () => {
  const given = [made("news", { category: "MARKETING" }), made("order_b"), made("order_a")];
  expect(names(given)).toEqual(["order_a", "order_b", "news"]);
});

it("never takes hello_world, nor counts it", () => {
  expect(sendableTemplates([made("hello_world")])).toEqual({ templates: [], approved: 0 });
});

const button = (more: object) => ({ type: "BUTTONS", buttons: [{ text: "Go", ...more }] });

it.each<[string, object]>([
  ["a variable in its body", { components: [body("Hello {{1}}")] }],
  ["a named variable", { components: [body("Hello {{first_name}}")] }],
  [
    "a variable in its header",
    { components: [{ type: "HEADER", format: "TEXT", text: "{{1}}" }, body("x")] },
  ],
  ["a picture", { components: [{ type: "HEADER", format: "IMAGE" }, body("x")] }],
  [
    "an address with a variable",
    { components: [body("x"), button({ type: "URL", url: "https://example.com/{{1}}" })] },
  ],
  ["a button that needs a code", { components: [body("x"), button({ type: "COPY_CODE" })] }],
  ["an unknown part", { components: [body("x"), { type: "CAROUSEL", cards: [] }] }],
  ["no parts at all", { components: [] }],
  ["the category for codes", { category: "AUTHENTICATION" }],
])("leaves out one with %s, and counts it as approved", (_, more) => {
  expect(sendableTemplates([made("one", more)])).toEqual({ templates: [], approved: 1 });
});

it.each(["PENDING", "REJECTED", "PAUSED", "DISABLED", "approved", null])("leaves out status %s", (status) => {
  expect(sendableTemplates([made("one", { status })]).approved).toBe(0);
});

it("takes plain buttons and footers", () => {
  const components = [
    { type: "HEADER", format: "TEXT", text: "Shop" },
    body("x"),
    { type: "FOOTER", text: "Bye" },
    {
      type: "BUTTONS",
      buttons: [
        { type: "QUICK_REPLY", text: "Yes" },
        { type: "URL", url: "https://example.com" },
      ],
    },
  ];
  expect(names([made("one", { components })])).toEqual(["one"]);
});

it("skips what is not a template", () => {
  expect(sendableTemplates([{ id: "1" }, { name: 7 }, made("one", { components: null })]).approved).toBe(0);
});
