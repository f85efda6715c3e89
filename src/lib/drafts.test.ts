/** Drafts belong to one person, survive a failing storage, and are discarded together. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { forgetDrafts, forgetFormDraft, keepDraftsFor, keepFormDraft, readFormDraft } from "./drafts.ts";

/** A browser tab's storage: what is kept is listed among its keys. */
function newStorage(): Storage {
  const methods = {
    getItem: (key: string) => (Object.hasOwn(storage, key) ? storage[key] : null),
    setItem: (key: string, value: string) => void (storage[key] = value),
    removeItem: (key: string) => void delete storage[key],
  };
  const storage: Record<string, string> = Object.create(methods);
  return storage as unknown as Storage;
}

beforeEach(() => vi.stubGlobal("sessionStorage", newStorage()));
afterEach(() => vi.unstubAllGlobals());

it("gives a draft back to the person who typed it, and to nobody else", () => {
  keepDraftsFor("ann");
  keepFormDraft("request.ask", { body: "Is the shop closed?" });
  keepDraftsFor("ben");
  expect(readFormDraft("request.ask")).toBeUndefined();
  keepDraftsFor("ann");
  expect(readFormDraft("request.ask")).toEqual({ body: "Is the shop closed?" });
  expect(readFormDraft("request.hold")).toBeUndefined();
  forgetFormDraft("request.ask");
  expect(readFormDraft("request.ask")).toBeUndefined();
});

it("discards all of them and nothing else", () => {
  keepDraftsFor("ann");
  keepFormDraft("request.ask", { body: "a" });
  keepDraftsFor("ben");
  keepFormDraft("request.ask", { body: "b" });
  sessionStorage.setItem("another", "stays");
  forgetDrafts();
  expect(Object.keys(sessionStorage)).toEqual(["another"]);
});

it.each(["not json", `"a text"`, "[1]", "null"])("does not accept %s as a form", (kept) => {
  keepDraftsFor("ann");
  sessionStorage.setItem("portdesk.draft.ann.request.ask", kept);
  expect(readFormDraft("request.ask")).toBeUndefined();
});

it("works even if the storage is full or forbidden", () => {
  const forbidden = () => {
    throw new Error("forbidden");
  };
  vi.stubGlobal("sessionStorage", { getItem: forbidden, setItem: forbidden, removeItem: forbidden });
  expect(() => keepFormDraft("request.ask", { body: "a" })).not.toThrow();
  expect(readFormDraft("request.ask")).toBeUndefined();
});
