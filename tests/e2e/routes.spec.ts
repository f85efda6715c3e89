/** Routes in a real browser: the advisor's choice, the signup window from the client's phone, and a guided route. */
import type { Browser } from "@playwright/test";
import { newcomers } from "../../supabase/seeds/newcomers.ts";
import { applicationOf, codeAt, file, prepare, startCutover, until } from "../fixtures/move/move.ts";
import { signInAs } from "../fixtures/person.ts";
import type { TestStack } from "../fixtures/stack.ts";
import { expectAccessible, expectClean } from "./axe.ts";
import { choose, expect, openPage, signIn, test } from "./fixtures.ts";

const [, forWindow, forGuide, forAdvice] = newcomers.filter(
  ({ provider, trouble, accountModel }) =>
    provider === "brightline" && trouble === null && accountModel === "old",
);
const clientEmail = "client@brightline.example";
const managerEmail = "manager@brightline.example";

async function people(browser: Browser, stack: TestStack) {
  const client = await openPage(browser, stack, { width: 390, height: 844, colorScheme: "dark" });
  const manager = await openPage(browser, stack);
  await signIn(client, stack, clientEmail);
  await signIn(manager, stack, managerEmail);
  const api = {
    client: await signInAs(stack, clientEmail),
    manager: await signInAs(stack, managerEmail),
  };
  return { client, manager, api };
}

test("the client goes through the signup window and the number moves", async ({ browser, stack }) => {
  if (!forWindow) throw new Error("no newcomer");
  const { client, manager, api } = await people(browser, stack);
  const id = await file(api.client, "brightline", applicationOf(forWindow));
  await prepare(api.manager, id, forWindow, "R1");
  await startCutover(api.client, api.manager, id);
  await until(api.manager, id, (request) => request.next_action === "sign_up");

  await client.goto(`/my/${id}`);
  const openWindow = async (button: string) => {
    const opening = client.waitForEvent("popup");
    await client.getByRole("button", { name: button, exact: true }).click();
    return opening;
  };
  const first = await openWindow("Open the signup window");
  await expectAccessible(client);
  await first.getByLabel("Phone number").fill(forWindow.phone);
  await first.getByRole("button", { name: "Go on without a number" }).click();
  await expect.poll(() => first.isClosed()).toBe(true);
  await expect(client.getByText("No number was chosen in the window.")).toBeVisible();
  await expectAccessible(client);
  await manager.goto(`/requests/${id}/cutover`);
  await expect(manager.getByText("The client's browser reports: No number was chosen")).toBeVisible();

  const popup = await openWindow("Open the signup window again");
  await popup.getByLabel("Phone number").fill(forWindow.phone);
  await popup.getByRole("button", { name: "Send me the code" }).click();
  await popup.getByLabel("Code from the SMS").fill(await codeAt(stack, forWindow.phone));
  await popup.getByRole("button", { name: "Confirm" }).click();
  await expect.poll(() => popup.isClosed()).toBe(true);
  await expect(client.getByRole("heading", { name: "Nothing to do right now" })).toBeVisible({
    timeout: 30_000,
  });

  await manager.goto(`/requests/${id}/cutover`);
  await manager.getByLabel("Last four digits of the number").fill(forWindow.phone.slice(-4));
  await manager.getByRole("button", { name: "Register the number here" }).click();
  await expect(manager.getByText("Meta reports the number as connected: it works here.")).toBeVisible({
    timeout: 60_000,
  });
});

test("the advisor shows the open routes, and choosing a refused one requires a reason", async ({
  browser,
  stack,
}) => {
  if (!forAdvice) throw new Error("no newcomer");
  const { manager, api } = await people(browser, stack);
  const id = await file(api.client, "brightline", applicationOf(forAdvice));
  await prepare(api.manager, id, forAdvice);
  await manager.goto(`/requests/${id}?tab=route`);
  await expect(manager.getByText(/Answer the open questions about R0, R1 first/)).toBeVisible();
  await expect(manager.getByRole("article")).toHaveCount(6);
  await expect(manager.getByRole("article", { name: /R2/ })).toContainText("Stated by an admin on");
  await expectAccessible(manager);

  await choose(manager, "Account model at Meta (R0 or R1)", "Old");
  await manager.getByRole("button", { name: "Save the answers" }).click();
  await expect(manager.getByText("Recommended: R1 · Signup window")).toBeVisible();
  const shared = manager.getByRole("article", { name: /R0/ });
  await expect(shared.getByText("Not possible")).toBeVisible();
  await shared.getByRole("button", { name: "Choose this route" }).click();
  const dialog = manager.getByRole("dialog");
  await dialog.getByLabel("Why this route anyway").fill("The new model comes tomorrow");
  await choose(manager, "Connection to Meta", "Brightline app");
  await dialog.getByRole("button", { name: "Choose the route", exact: true }).click();
  await expect(shared.getByText("Chosen")).toBeVisible();
});

test("a guided route: the client agrees, staff mark the rest, with four digits at the point of no return", async ({
  browser,
  stack,
}) => {
  if (!forGuide) throw new Error("no newcomer");
  const { client, manager, api } = await people(browser, stack);
  const id = await file(api.client, "brightline", applicationOf(forGuide));
  await prepare(api.manager, id, forGuide, "R5");
  await startCutover(api.client, api.manager, id);
  await until(api.manager, id, (request) => request.next_action === "complete_step");

  await expectClean(client, `/my/${id}`);
  await client.getByRole("button", { name: "I understand what is lost and agree" }).click();
  await expect(client.getByText("– waiting on us")).toBeVisible();

  await expectClean(manager, `/requests/${id}/cutover`);
  await manager.getByLabel(/What shows that it is done/).fill("Deleted in WhatsApp Manager");
  await manager.getByLabel("Last four digits of the number").fill(forGuide.phone.slice(-4));
  await manager.getByRole("button", { name: "Approve and mark as done" }).click();
  await expect(manager.getByText("The point of no return has been passed")).toBeVisible();
  await expect(manager.getByRole("button", { name: "Abort" })).toHaveCount(0);
});
