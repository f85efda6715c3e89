/** Route R0 in a real browser: the window shares the number, both providers work, the client removes the old one. */
import { newcomers } from "../../supabase/seeds/newcomers.ts";
import { prepare, startCutover, until } from "../fixtures/move/move.ts";
import { signInAs } from "../fixtures/person.ts";
import { expectAccessible, expectClean } from "./axe.ts";
import { fillApplication } from "./application.ts";
import { choose, expect, openPage, signIn, test } from "./fixtures.ts";

const newcomer = newcomers.find(
  ({ provider, accountModel }) => provider === "brightline" && accountModel === "new",
);
const clientEmail = "client@brightline.example";
const managerEmail = "manager@brightline.example";

test("a number is shared, tried both ways, and ours alone once the client removes the old provider", async ({
  browser,
  stack,
}) => {
  if (!newcomer) throw new Error("no newcomer under the new account model");
  const lastFour = newcomer.phone.slice(-4);
  const client = await openPage(browser, stack, { width: 390, height: 844 });
  const manager = await openPage(browser, stack, { colorScheme: "dark" });
  await signIn(client, stack, clientEmail);
  await signIn(manager, stack, managerEmail);
  const api = { client: await signInAs(stack, clientEmail), manager: await signInAs(stack, managerEmail) };
  let id = "";

  await test.step("the client files an application and says that Meta shows a messaging account", async () => {
    await fillApplication(client, newcomer);
    await client.getByRole("button", { name: "File the application" }).click();
    await client.getByRole("link", { name: "Follow my number" }).click();
    await expect(client).toHaveURL(/\/my\/[0-9a-f-]{36}$/);
    id = client.url().split("/").at(-1) ?? "";
  });

  await test.step("the advisor recommends sharing the number on the client's word, and on staff's", async () => {
    await prepare(api.manager, id, newcomer, "R0");
    await manager.goto(`/requests/${id}?tab=route`);
    await expect(manager.getByText("The client says: New")).toBeVisible();
    await expect(manager.getByText("Recommended: R0 · Share the number")).toBeVisible();
    await choose(manager, "Account model at Meta (R0 or R1)", "New");
    await manager.getByRole("button", { name: "Save the answers" }).click();
    await expect(manager.getByText("Recommended: R0 · Share the number")).toBeVisible();
    await startCutover(api.client, api.manager, id);
  });

  await test.step("the client agrees to the terms of sharing and goes through the window, without a code", async () => {
    await until(api.manager, id, (request) => request.next_action === "complete_step");
    await expectClean(client, `/my/${id}`);
    await client.getByRole("button", { name: /agree/i }).click();
    await expect(client.getByRole("button", { name: "Open the signup window" })).toBeVisible({
      timeout: 30_000,
    });
    const opening = client.waitForEvent("popup");
    await client.getByRole("button", { name: "Open the signup window" }).click();
    const popup = await opening;
    await popup.getByLabel("Phone number").fill(newcomer.phone);
    await popup.getByRole("button", { name: "Send me the code" }).click();
    await expect.poll(() => popup.isClosed()).toBe(true);
  });

  await test.step("the number is registered silently, and messages pass both ways", async () => {
    await until(api.manager, id, (request) => request.next_action === "register_silently");
    await expectClean(manager, `/requests/${id}/cutover`);
    await manager.getByLabel("Last four digits of the number").fill(lastFour);
    await manager.getByRole("button", { name: "Register silently" }).click();
    await manager.getByRole("link", { name: "Send a test message" }).click();
    await manager.getByLabel("Recipient's phone").fill("+12025550177");
    await manager.getByRole("button", { name: "Send", exact: false }).first().click();
    await until(api.manager, id, (request) => request.next_action_subject === "approve_removal");
    await manager.goto(`/requests/${id}/cutover`);
    await expect(manager.getByText(/Both providers have served the number since/).first()).toBeVisible();
    await expectAccessible(manager);
    await expect(manager.getByText("The new PIN")).toHaveCount(0);
    await expectClean(client, `/my/${id}`);
    await expect(client.getByRole("heading", { name: "Your number works at both providers" })).toBeVisible();
  });

  await test.step("staff approve the removal, the client removes the old provider, and Meta confirms it", async () => {
    await manager.getByLabel(/What shows that it is done/).fill("All systems send through us.");
    await manager.getByLabel("Last four digits of the number").fill(lastFour);
    await manager.getByRole("button", { name: "Approve the removal" }).click();
    await until(api.manager, id, (request) => request.next_action_subject === "remove_old_partner");
    await fetch(`${stack.graph}/_sim/numbers/${newcomer.phone.slice(1)}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ waba_id: newcomer.sourceWabaId, status: "DELETED" }),
    });
    await expectClean(client, `/my/${id}`);
    await client.getByRole("button", { name: "I have removed the old provider" }).click();
    await until(api.manager, id, (request) => request.status === "monitoring");
    await manager.goto(`/requests/${id}/proof`);
    await expect(manager.getByText("Both providers live since")).toBeVisible();
  });
});
