/** However a command is called, it accepts no text of unlimited length. */
import { expect, test } from "vitest";
import type { CommandDriver, Input } from "../../fixtures/command-driver.ts";
import type { Actor } from "../../fixtures/two-tenants.ts";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, driver } = await useDriver();

type Case = [status: Parameters<CommandDriver["bringTo"]>[0], actor: Actor, input: (text: string) => Input];

/** Commands whose text only the database limits. */
const cases: Record<string, Case> = {
  cancel_request: ["submitted", "client", (note) => ({ note })],
  reject_request: ["submitted", "manager", (note) => ({ reason: "duplicate", note })],
  hold_request: ["preparing", "manager", (reason) => ({ reason })],
  confirm_check: ["preparing", "client", (evidence) => ({ code: "CODE_CHANNEL", kind: "person", evidence })],
  waive_check: ["preparing", "manager", (reason) => ({ code: "CODE_CHANNEL", reason })],
  open_exception: ["cutover", "manager", (note) => ({ code: "", note })],
  postpone_request: ["scheduled", "manager", (note) => ({ note })],
  abort_cutover: ["cutover", "manager", (note) => ({ note })],
  fail_cutover: ["registered", "manager", (note) => ({ note })],
};

test.each(Object.entries(cases))("%s accepts 4,000 characters and not one more", async (name, one) => {
  const [status, actor, input] = one;
  const request = await driver.bringTo(status);
  const [row] = await database.sql<{ code: string }[]>`
    select code from private.exception_catalogue where ${status} = any (opened_in) order by code limit 1`;
  const say = async (length: number) => {
    const code = name === "open_exception" ? { code: row?.code ?? "" } : {};
    const words = { ...input("x".repeat(length)), ...code };
    return driver.try(actor, name, { request, version: await driver.version(request), ...words }, false);
  };
  expect(await say(4001)).toEqual({ refused: "400 invalid_input", hint: "text" });
  expect(await say(4000)).toHaveProperty("done");
});

test("the fields of an application have a limit too", async () => {
  const request = await driver.draft();
  const application = { phoneNumber: "+12025550123", phoneCountry: "US", reason: "price" };
  const save = async (contactName: string) =>
    driver.try(
      "client",
      "save_draft",
      {
        request,
        version: await driver.version(request),
        application: { ...application, contactName, contactEmail: "c@client.example", oldProviderName: "O" },
      },
      false,
    );
  expect(await save("x".repeat(121))).toEqual({ refused: "400 invalid_input", hint: "name" });
  expect(await save("x".repeat(120))).toHaveProperty("done");
});
