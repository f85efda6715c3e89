import { expect, it } from "vitest";
import { deleteDraft, storeDraft, readDraft } from "./draft-storage.ts";

function memory(initial: Record<string, string> = {}): Storage {
  const items = new Map(Object.entries(initial));
  return {
    get length() {
      return items.size;
    },
    clear: () => items.clear(),
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, value) => void items.set(name, value),
    removeItem: (name) => void items.delete(name),
  };
}

it("returns what was typed, separately for each name, until it is discarded", () => {
  const storage = memory();
  const kept = { form: { companyName: "Acme" }, draft: { id: "a", version: 2, reference: "M-00001" } };
  storeDraft("acme", kept, storage);
  expect(readDraft("acme", storage)).toEqual(kept);
  expect(readDraft("other", storage)).toEqual({ form: {} });
  deleteDraft("acme", storage);
  expect(readDraft("acme", storage)).toEqual({ form: {} });
});

it.each(["{", "null", "7", '{"form":null}'])("starts empty if %j is stored", (text) => {
  expect(readDraft("acme", memory({ "portdesk.apply.acme": text }))).toEqual({ form: {} });
});
