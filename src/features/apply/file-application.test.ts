import { expect, it } from "vitest";
import type { RequestOutcome } from "#domain/commands/command-catalogue.ts";
import type { Application } from "#domain/requests/application.ts";
import { type Draft, fileApplication, type RunCommand } from "./file-application.ts";

const application: Application = {
  phoneNumber: "+447400123456",
  phoneCountry: "GB",
  locale: "en",
  companyName: "Acme",
  contactName: "Ann",
  contactEmail: "ann@acme.example",
  oldProviderName: "Old",
  reason: "price",
  acknowledgements: [],
};
const outcome: RequestOutcome = { id: "a", reference: "M-00001", status: "draft", version: 2 };

async function file(refused: string, draft?: Draft) {
  const calls: string[] = [];
  const drafts: Draft[] = [];
  const run: RunCommand = async (name) => {
    calls.push(name);
    if (name === refused) throw new Error("refused");
    // The three commands that file all answer with the request.
    return outcome as never;
  };
  const filing = await fileApplication(run, "acme", application, draft, (made) => drafts.push(made));
  return { filing, calls, drafts };
}

it("makes a draft and submits it", async () => {
  const { filing, calls } = await file("");
  expect(calls).toEqual(["create_draft", "submit_request"]);
  expect(filing).toEqual({ filed: outcome });
});

it("keeps the draft when its submission is refused", async () => {
  const { filing, drafts } = await file("submit_request");
  expect(filing).toMatchObject({ kept: outcome, refusal: { message: "refused" } });
  expect(drafts).toEqual([outcome]);
});

it("updates the existing draft instead of making another", async () => {
  const { calls } = await file("", { id: "a", version: 2, reference: "M-00001" });
  expect(calls).toEqual(["save_draft", "submit_request"]);
});

it("reports a draft that was refused", async () => {
  await expect(file("create_draft")).rejects.toThrow("refused");
});
