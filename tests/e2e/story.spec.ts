/** The whole story in a real browser: a client files, a manager runs the move, an analyst reports. */
import path from "node:path";
import type { Page } from "@playwright/test";
import * as z from "zod";
import { story } from "../../supabase/seeds/story.ts";
import { codeAt, effectsOf } from "../fixtures/move/move.ts";
import { filesOf, foundIn, stackSecrets } from "../fixtures/canaries.ts";
import { fillApplication } from "./application.ts";
import { choose, expect, mailedCode, openPage, signIn, test } from "./fixtures.ts";

const { newcomer, person } = story;
const lastFour = newcomer.phone.slice(-4);

/** A window that begins in ten minutes: soon enough for the cut-over to start at once. */
async function proposeWindow(page: Page): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Another window").check();
  for (const [at, minutes] of [10, 70].entries()) {
    const moment = new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 16).replace("T", " ");
    const field = dialog.locator(".ant-picker input").nth(at);
    await field.click();
    await field.fill(moment);
    await field.press("Enter");
  }
  await dialog.getByRole("button", { name: "Propose the window", exact: true }).click();
}

/** What the page leaves in the browser: storage, cookies, databases with their rows, and the names of its caches. */
async function leftBehind(page: Page): Promise<string> {
  const kept = await page.evaluate(async () => {
    const found = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error("unreadable"));
      });
    const databases: unknown[] = [];
    for (const { name = "" } of await indexedDB.databases()) {
      const database = await found(indexedDB.open(name));
      for (const store of database.objectStoreNames)
        databases.push([name, store, await found(database.transaction(store).objectStore(store).getAll())]);
      database.close();
    }
    return JSON.stringify([
      Object.entries(localStorage),
      Object.entries(sessionStorage),
      databases,
      await caches.keys(),
    ]);
  });
  return kept + JSON.stringify(await page.context().cookies());
}

const journal = z.object({
  entries: z.array(z.object({ operation: z.string().nullable(), status: z.number().nullable() })),
});

test("one number moves, from the request to the proof", async ({ browser, stack }) => {
  const client = await openPage(browser, stack, { width: 390, height: 844 });
  const manager = await openPage(browser, stack);
  const analyst = await openPage(browser, stack);
  const secrets: string[] = [];

  await test.step("the client files an application and confirms the e-mail", async () => {
    await fillApplication(client, newcomer);
    await client.getByRole("button", { name: "File the application" }).click();
    await client.getByLabel("Code from the e-mail").fill(await mailedCode(stack, person.email));
    await expect(client.getByRole("heading", { name: "Your application is filed" })).toBeVisible();
    await client.getByRole("link", { name: "Follow my number" }).click();
    await expect(client.getByText("What we are doing meanwhile")).toBeVisible();
  });

  await test.step("the manager finds it among the requests and accepts it", async () => {
    await signIn(manager, stack, "manager@brightline.example");
    await manager.getByRole("searchbox").fill(newcomer.company);
    await expect(manager.locator("tbody tr.ant-table-row")).toHaveCount(1);
    await expect(manager).toHaveURL(/q=Maple/);
    await manager
      .locator("tbody")
      .getByRole("link", { name: new RegExp(newcomer.company) })
      .click();
    await manager.getByRole("button", { name: "Accept" }).click();
    await expect(manager.getByText("Preparing").first()).toBeVisible();
    // Nothing can be read before: staff must act, and nobody waits for the client.
    await expect(manager.getByRole("button", { name: "Choose the route" })).toBeVisible();
  });

  await test.step("route, checks and date", async () => {
    await manager.getByRole("button", { name: "More actions" }).click();
    await manager.getByRole("menuitem", { name: "Choose the route" }).click();
    await choose(manager, "Route", "R2 · Programmatic move");
    await choose(manager, "Connection to Meta", story.connection);
    await manager.getByLabel("New account ID (WABA)").fill(newcomer.destinationWabaId);
    await manager.getByRole("dialog").getByRole("button", { name: "Choose the route", exact: true }).click();
    await expect(manager.getByRole("dialog")).toBeHidden();

    await manager.getByRole("tab", { name: "Checks" }).click();
    await manager.getByRole("button", { name: "Read from Meta now" }).click();
    await expect(manager.getByRole("button", { name: "Propose a date" })).toBeVisible();
    await manager.getByRole("button", { name: "Propose a date" }).click();
    await proposeWindow(manager);
    await expect(manager.getByRole("dialog")).toBeHidden();
  });

  await test.step("the client confirms the date", async () => {
    await client.reload();
    await expect(client.getByRole("button", { name: "This time suits me" })).toBeVisible();
    await client.waitForLoadState("networkidle");
    const reads: string[] = [];
    client.on("request", (request) => reads.push(request.url()));
    await client.getByRole("button", { name: "This time suits me" }).click();
    await expect(client.getByText("Confirmed by you")).toBeVisible();
    const times = (url: string) => reads.filter((other) => other === url).length;
    expect(
      reads.filter((url) => url.includes("/rest/v1/") && times(url) > 2),
      "each thing is read once after a change, twice where the page reads by itself",
    ).toEqual([]);
  });

  await test.step("the manager starts; Portdesk prepares the number at Meta", async () => {
    await manager.reload();
    await manager.getByRole("button", { name: "Start the cut-over" }).click();
    await expect(manager.getByText("The old provider serves the number.")).toBeVisible();
    await expect(manager.getByRole("button", { name: "Send the code by SMS" })).toBeVisible({
      timeout: 60_000,
    });
  });

  await test.step("the client receives the code and enters it", async () => {
    await client.reload();
    await client.getByRole("button", { name: "Send it by SMS" }).click();
    await expect(client.getByLabel("Six-digit code")).toBeVisible();
    const code = await codeAt(stack, newcomer.phone);
    await client.getByLabel("Six-digit code").fill(code === "111111" ? "222222" : "111111");
    await expect(client.getByText("The code is wrong. Check it and enter it again.")).toBeVisible();
    await expect(manager.getByText(/^Wrong code at .*, 9 of 10 attempts left$/)).toBeVisible();
    await client.getByLabel("Six-digit code").fill(code);
    secrets.push(code);
    await expect(
      client.getByText(/Meta has accepted the code|One moment|Nothing to do/).first(),
    ).toBeVisible();
  });

  await test.step("the manager approves the registration with the last four digits", async () => {
    await manager.getByLabel("Last four digits of the number").fill("0000");
    await manager.getByRole("button", { name: "Register the number here" }).click();
    await expect(manager.getByText(/not the last four digits/)).toBeVisible();
    await manager.getByLabel("Last four digits of the number").fill(lastFour);
    await manager.getByRole("button", { name: "Register the number here" }).click();
    const given = manager.getByRole("dialog", { name: "The number's new PIN" });
    await expect(given).toBeVisible();
    await expect(given.getByRole("button", { name: "Show the PIN" })).toBeFocused();
    await manager.keyboard.press("Escape");
    await manager.mouse.click(5, 400);
    await expect(given.getByRole("button", { name: "Close" })).toHaveCount(0);
    await expect(given.getByRole("button", { name: "Cancel" })).toHaveCount(0);
    await expect(given.getByRole("button", { name: "I have noted it" })).toBeDisabled();
    await given.getByRole("button", { name: "Show the PIN" }).click();
    secrets.push(
      await manager
        .getByRole("dialog")
        .getByText(/^\d{6}$/)
        .innerText(),
    );
    await given.getByRole("button", { name: "I have noted it" }).click();
    await expect(given).toBeHidden();
    await expect(manager.getByText("The point of no return has been passed")).toBeVisible();
    await expect(manager.getByText("The proof is ready.")).toBeVisible({ timeout: 90_000 });
  });

  await test.step("the proof shows before and after, for both", async () => {
    await manager.getByRole("link", { name: "See the proof" }).click();
    const promise = (page: Page, name: RegExp) =>
      page.getByRole("region", { name: "Promises and deviations" }).getByRole("row", { name });
    await expect(promise(manager, /Quality rating/)).toContainText("Kept");
    await client.goto(manager.url().replace("/requests/", "/my/"));
    await expect(promise(client, /Display name/)).toContainText("Kept");
  });

  await test.step("the analyst exports the rows but may change nothing", async () => {
    await signIn(analyst, stack, "analyst@brightline.example");
    await analyst.goto("/reports");
    await expect(analyst.getByText(/requests were filed in this period/)).toBeVisible();
    const waiting = analyst.waitForEvent("download");
    await analyst.getByRole("button", { name: "CSV for programs" }).click();
    expect((await waiting).suggestedFilename()).toMatch(/machine\.csv$/);
    await analyst.goto(manager.url().replace("/proof", ""));
    await expect(analyst.getByRole("heading", { name: new RegExp(newcomer.company) })).toBeVisible();
    await expect(analyst.getByRole("button", { name: "More actions" })).toBeHidden();
  });

  await test.step("no secret stays in a browser or came with the app", async () => {
    expect(secrets).toHaveLength(2);
    const [code = "", pin = ""] = secrets;
    const all = { ...stackSecrets(stack), "the code": code, "the new PIN": pin };
    for (const page of [client, manager, analyst]) {
      const left = await leftBehind(page);
      expect(left).toContain("access_token");
      expect(foundIn([["the browser", left]], all)).toEqual([]);
    }
    expect(foundIn(filesOf(path.join(stack.dataFolder, "app")), stackSecrets(stack))).toEqual([]);
  });

  await test.step("the simulator saw one code, one verification, one registration", async () => {
    expect(await effectsOf(stack, newcomer.phone)).toMatchObject({
      request_code: 1,
      verify_code: 1,
      register: 1,
    });
    const response = await fetch(`${stack.graph}/_sim/journal?number=${newcomer.phone.slice(1)}`);
    const calls = journal.parse(await response.json()).entries.map((entry) => entry.operation);
    expect(calls.filter((operation) => operation === "register")).toHaveLength(1);
    expect(calls.filter((operation) => operation === "request_code")).toHaveLength(1);
  });
});
