import { render } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { Verification } from "#domain/cutover/steps/verification.ts";
import cutoverEn from "../../locales/en/cutover.json" with { type: "json" };
import cutoverRu from "../../locales/ru/cutover.json" with { type: "json" };
import type { CutoverRequest, OpenException, StepRow } from "./cutover-data.ts";
import { OutcomeTask } from "./outcome-task.tsx";

vi.mock("react-i18next", () => ({
  useTranslation: () => ({ t: (key: string) => key, i18n: { language: "en" } }),
}));
vi.mock("../../queries/access.ts", () => ({ usePermitted: () => () => true }));
vi.mock("../../queries/commands/command-provider.ts", () => ({
  useCommand: () => ({ run: vi.fn<() => void>() }),
}));

function shownFor(verification?: Verification): string {
  const result = verification === undefined ? null : { verification };
  const step = { step: "request_code", state: "unknown", attempts: 1, started_at: null, result };
  const asked = [{ code: "OUTCOME_UNKNOWN", step: "request_code" }] as OpenException[];
  const request = { id: "r", version: 1 } as CutoverRequest;
  render(<OutcomeTask request={request} step={step as StepRow} exceptions={asked} />);
  return document.body.textContent ?? "";
}

it.each<[Verification | undefined, string]>([
  ["unverified", "outcome.unverified"],
  ["undecided", "outcome.undecided"],
  ["unread", "outcome.unread"],
  [undefined, "outcome.unread"],
])("says that a reading was %s, and nothing else", (verification, words) => {
  const shown = shownFor(verification);
  const known = ["unverified", "undecided", "unread"].map((name) => `outcome.${name}`);
  expect(known.filter((key) => shown.includes(key))).toEqual([words]);
});

it.each([
  ["register", [{ code: "OUTCOME_UNKNOWN", step: "register" }], "outcome.register_lead"],
  ["confirm_removed", [{ code: "OUTCOME_UNKNOWN", step: "confirm_removed" }], "outcome.removed_lead"],
  ["register", [{ code: "META_INCIDENT", step: "register" }], "outcome.reading"],
  ["request_code", [], "outcome.reading"],
])("asks a person about %s only if the engine has asked: %j", (name, exceptions, words) => {
  const step = { step: name, state: "unknown", attempts: 1, started_at: null, result: null };
  const request = { id: "r", version: 1 } as CutoverRequest;
  render(<OutcomeTask request={request} step={step as StepRow} exceptions={exceptions as OpenException[]} />);
  expect(document.body.textContent).toContain(words);
  expect(document.querySelectorAll("button")).toHaveLength(words === "outcome.reading" ? 0 : 2);
});

it("has a sentence for each in both languages", () => {
  for (const { outcome } of [cutoverEn, cutoverRu])
    expect(new Set([outcome.unverified, outcome.undecided, outcome.unread]).size).toBe(3);
});
