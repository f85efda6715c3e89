/** What a person typed but could not send, and decisions on a request that had changed by then. */
import type { Page } from "@playwright/test";
import { newcomers } from "../../supabase/seeds/newcomers.ts";
import { applicationOf, file } from "../fixtures/move/move.ts";
import { type Person, signInAs } from "../fixtures/person.ts";
import { expectAccessible } from "./axe.ts";
import { expect, openPage, signIn, test } from "./fixtures.ts";

const manager = "manager@brightline.example";
const text = "Is the shop closed on Monday?";
const [newcomer] = newcomers.filter(({ provider }) => provider === "brightline");

/** Portdesk's page of a request, opened from its list by the reference. */
async function openRequest(page: Page, tab = "overview"): Promise<string> {
  await page.goto("/requests");
  const link = page.locator("tbody a[href*='/requests/']").first();
  const address = (await link.getAttribute("href")) ?? "";
  await page.goto(`${address.split("?")[0]}?tab=${tab}`);
  return /requests\/([\w-]+)/.exec(address)?.[1] ?? "";
}

const box = (page: Page) => page.getByRole("textbox", { name: "Message", exact: true });

test("a comment written offline is kept, marked as not sent, and sent by the next press", async ({
  browser,
  stack,
}) => {
  const page = await openPage(browser, stack);
  await signIn(page, stack, manager);
  await openRequest(page, "messages");
  await box(page).fill(text);
  await page.context().setOffline(true);
  await expect(page.getByText(/Offline since \d?\d:\d\d/)).toBeVisible();
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByText("You are offline, so nothing was sent.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("tab", { name: "Time limits" }).click();
  await page.getByRole("tab", { name: "Messages" }).click();
  await expect(box(page)).toHaveValue(text);

  await page.context().setOffline(false);
  await expect(page.getByText(/Offline since/)).toHaveCount(0);
  await expect(page.getByRole("listitem").filter({ hasText: text })).toHaveCount(0);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByRole("listitem").filter({ hasText: text })).toHaveCount(1);
  await expect(box(page)).toHaveValue("");
  await page.reload();
  await expect(box(page)).toHaveValue("");
});

test("a session that ends while somebody writes loses nothing else", async ({ browser, stack }) => {
  const page = await openPage(browser, stack);
  await signIn(page, stack, manager);
  const id = await openRequest(page, "messages");
  await box(page).fill(text);
  await page.evaluate(() => {
    for (const key of Object.keys(localStorage))
      if (key.endsWith("-auth-token")) localStorage.removeItem(key);
  });
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page).toHaveURL(/sign-in\?next=/);
  await page.locator(".ant-segmented-item").nth(1).click();
  const login = stack.logins.find(({ email }) => email === manager);
  await page.locator("input[type=email]").fill(manager);
  await page.locator("input[type=password]").fill(login?.password ?? "");
  await page.locator("button[type=submit]").click();
  await expect(page).toHaveURL(new RegExp(`/requests/${id}\\?tab=messages`));
  await expect(box(page)).toHaveValue(text);

  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/sign-in/);
  expect(
    await page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.includes("draft"))),
  ).toEqual([]);
});

async function fileOne(person: Person): Promise<string> {
  if (!newcomer) throw new Error("no newcomer");
  // The newcomers' own numbers are used by other tests on this stack.
  return file(person, "brightline", { ...applicationOf(newcomer), phoneNumber: "+12125550187" });
}

async function openDialog(page: Page, action: string): Promise<void> {
  await page.getByRole("button", { name: "More actions", exact: true }).click();
  await page.getByRole("menuitem", { name: action, exact: true }).click();
  await expect(page.getByRole("dialog", { name: action })).toBeVisible();
  // The menu fades, and the dialog grows.
  await expect(page.locator(".ant-dropdown:not(.ant-dropdown-hidden)")).toHaveCount(0);
  await expect(page.locator(".ant-zoom-appear, .ant-zoom-enter")).toHaveCount(0);
}

test("two people on one request: the later one sees who did what, and is asked again", async ({
  browser,
  stack,
}) => {
  const client = await signInAs(stack, "client@brightline.example");
  const colleague = await signInAs(stack, "admin@brightline.example");
  const id = await fileOne(client);
  const page = await openPage(browser, stack);
  await signIn(page, stack, manager);
  await page.goto(`/requests/${id}`);

  // A dialog closed by a click beside it keeps its text.
  await openDialog(page, "Ask the client");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill(text);
  await page.mouse.click(8, 8);
  await expect(dialog).toBeHidden();
  await openDialog(page, "Ask the client");
  await expect(dialog.getByText("Your unsent draft has been restored.")).toBeVisible();
  await expect(dialog.getByRole("textbox")).toHaveValue(text);
  await expectAccessible(page);
  await dialog.getByText("Discard draft").click();
  await expect(dialog.getByRole("textbox")).toHaveValue("");
  await dialog.getByRole("button", { name: "Close", exact: true }).last().click();

  await openDialog(page, "Reject");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Close", exact: true }).last().click();

  await openDialog(page, "Cancel the request");
  await dialog.getByRole("textbox").fill("The client has changed their mind");
  const { data } = await colleague.client.from("migration_requests").select("version").eq("id", id).single();
  const accepted = await colleague.command("accept_request", { request: id, version: data?.["version"] });
  expect(accepted.status).toBe(200);
  const cancel = dialog.getByRole("button", { name: "Cancel the request", exact: true });
  await cancel.click();
  await expect(dialog.getByText(/Grace Halloway, .*: Accepted\./)).toBeVisible();
  await expect(dialog.getByText("Status was: Submitted. It is now: Preparing.")).toBeVisible();
  await expect(cancel).toBeDisabled();
  await expectAccessible(page);
  const status = async () =>
    (await colleague.client.from("migration_requests").select("status").eq("id", id).single()).data?.[
      "status"
    ];
  expect(await status()).toBe("preparing");
  await dialog.getByRole("checkbox").check();
  await cancel.click();
  await expect(dialog).toBeHidden();
  expect(await status()).toBe("cancelled");
});
