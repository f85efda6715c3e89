/** Tests every field that Meta documents: its effect, and that no personal data is stored from it. */
import { describe, expect, it } from "vitest";
import { ofPerson } from "../../../tests/fixtures/webhooks/documented-parts.ts";
import { documentedWebhooks } from "../../../tests/fixtures/webhooks/documented-webhooks.ts";
import { readWebhook } from "./read-webhook.ts";
import { webhookMeanings } from "./webhook-meanings.ts";

const read = (field: string, value: object) => {
  const entry = [{ id: "102290129340398", time: 1_764_000_000, changes: [{ field, value }] }];
  return readWebhook(
    new TextEncoder().encode(JSON.stringify({ object: "whatsapp_business_account", entry })),
  );
};
const cases = documentedWebhooks.map((one) => [one.field, one.about, one] as const);

describe.each(cases)("%s: %s", (field, _, { value, alarm = null, lifts = [], isUnknown = false }) => {
  const { changes, problem, kept } = read(field, value);

  it("does what Meta's page says", () => {
    expect(changes).toMatchObject([{ field, alarm, lifts }]);
    expect(problem).toBe(isUnknown ? "unknown_field" : null);
  });

  it("stores no personal data", () => {
    expect(kept === null).toBe(!isUnknown);
    const text = new TextDecoder().decode(kept ?? undefined);
    expect(text.includes(`"id":"102290129340398"`)).toBe(isUnknown);
    expect(text.includes(`"field":"${field}"`)).toBe(isUnknown);
    expect(text).not.toMatch(ofPerson);
    // Only hashes are stored: of the change, and of a message's id.
    const stored = changes.map(({ raw: _raw, sightings: _sightings, phoneDigits: _digits, ...rest }) => rest);
    expect(JSON.stringify(stored)).not.toMatch(ofPerson);
  });
});

it("the table has every field that Portdesk reads, and many examples with personal data", () => {
  const fields = new Set(documentedWebhooks.map(({ field }) => field));
  expect(Object.keys(webhookMeanings).filter((field) => !fields.has(field))).toEqual([]);
  const withPeople = documentedWebhooks.filter(({ value }) => ofPerson.test(JSON.stringify(value)));
  expect(withPeople.length).toBeGreaterThan(30);
  expect(documentedWebhooks.length).toBeGreaterThanOrEqual(85);
});
