import { expect, it } from "vitest";
import { forget, keep, readKept } from "./kept-form.ts";

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

it("gives back what was typed, apart for every name, until it is forgotten", () => {
  const storage = memory();
  const kept = { form: { companyName: "Acme" }, draft: { id: "a", version: 2, reference: "M-00001" } };
  keep("acme", kept, storage);
  expect(readKept("acme", storage)).toEqual(kept);
  expect(readKept("other", storage)).toEqual({ form: {} });
  forget("acme", storage);
  expect(readKept("acme", storage)).toEqual({ form: {} });
});

it.each(["{", "null", "7", '{"form":null}'])("begins anew where %j is stored", (text) => {
  expect(readKept("acme", memory({ "portdesk.apply.acme": text }))).toEqual({ form: {} });
});
