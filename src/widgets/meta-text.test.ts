import { metaFields, metaValues } from "#domain/graph/meta-values.ts";
import en from "#locales/en/domain.json" with { type: "json" };
import ru from "#locales/ru/domain.json" with { type: "json" };
import { describe, expect, it } from "vitest";
import { metaText } from "./meta-text.ts";

/** The text behind a key of the namespace `domain`, with its values put in. */
function textIn(texts: unknown) {
  return (key: string, values: Record<string, string> = {}): string => {
    const path = key.slice("domain:".length).split(".");
    const text = path.reduce<unknown>((part, name) => Object(part)[name], texts);
    return String(text).replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? "");
  };
}

describe.each([
  ["English", en],
  ["Russian", ru],
])("in %s", (_, texts) => {
  const meta = metaText(textIn(texts));

  it("every known field and value has a text", () => {
    for (const name of metaFields) expect(meta.field(name)).not.toMatch(/undefined|_/);
    for (const [field, values] of Object.entries(metaValues))
      for (const value of values) expect(meta.value(field, value), value).not.toMatch(/undefined|^[A-Z_]+$/);
  });
});

describe("a value of Meta's", () => {
  const { field, value } = metaText(textIn(en));

  it("is put into words wherever it comes from", () => {
    expect(value("messaging_limit", "TIER_100K")).toBe("100,000 customers in 24 hours");
    expect(value("current_limit", "TIER_1K")).toBe("1,000 customers in 24 hours");
    expect(value("connected", "CONNECTED")).toBe("connected");
    expect(value("is_pin_enabled", "false")).toBe("no");
    expect(value("health_status", "BLOCKED (WABA 141006)")).toBe("no (Account 141006)");
  });

  it("that is unknown stays as it is and is marked; names, ids and counts are not", () => {
    expect(value("messagingLimit", "TIER_7M")).toBe("TIER_7M (Meta’s value)");
    expect(value("health_status", "SOMETIMES")).toBe("SOMETIMES (Meta’s value)");
    expect(value("phone_numbers", "3/20")).toBe("3/20");
    expect(value("subscribed_apps", "91001")).toBe("91001");
    expect(value("displayName", "ACME")).toBe("ACME");
  });

  it("has a field in words, an unknown one marked, a nested one with its path", () => {
    expect(field("is_pin_enabled")).toBe("two-step verification on");
    expect(field("moon_phase")).toBe("Meta’s field moon_phase");
    expect(field("ban_info.waba_ban_state")).toBe("ban (waba_ban_state)");
  });
});
