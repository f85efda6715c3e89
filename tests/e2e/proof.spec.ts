/** The proof of a finished move: read by both sides, downloaded, and verified by Portdesk. */
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expectClean } from "./axe.ts";
import { expect, openPage, signIn, test } from "./fixtures.ts";

const client = "client@brightline.example";
const manager = "manager@brightline.example";

/** The address of the first of the client's own proofs that is ready. */
async function findProof(page: Page): Promise<string> {
  await page.goto("/my");
  const links = page.locator("a[href^='/my/']");
  await expect(links.first()).toBeVisible();
  const paths = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
  for (const path of new Set(paths)) {
    await page.goto(`${path}/proof`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    if (await page.getByRole("button", { name: "JSON" }).isVisible()) return `${path}/proof`;
  }
  throw new Error("No move of this client has ended");
}

async function download(page: Page, press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const waiting = page.waitForEvent("download");
  await press();
  const file = await waiting;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

test("both sides download the proof, and Portdesk detects a changed file", async ({ browser, stack }) => {
  const phone = await openPage(browser, stack, { width: 390, colorScheme: "dark", locale: "ru-RU" });
  const managerPage = await openPage(browser, stack);
  await signIn(phone, stack, client);
  await signIn(managerPage, stack, manager);
  const path = await findProof(phone);

  await test.step("the client reads it on a phone, in dark mode, in Russian, and downloads it as PDF", async () => {
    await expectClean(phone, path);
    await expect(phone.getByRole("heading", { name: "Обещания и отклонения" })).toBeVisible();
    await expect(phone.getByRole("heading", { name: "Отпечаток" })).toBeVisible();
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    const pdf = await download(phone, async () => {
      await phone.getByRole("button", { name: "PDF" }).click();
      await phone.getByRole("menuitem", { name: "PDF на русском" }).click();
    });
    expect(pdf.name).toMatch(/^proof-[\w-]+-[\da-f]{8}-ru\.pdf$/);
    expect(pdf.bytes.subarray(0, 5).toString()).toBe("%PDF-");
    expect(pdf.bytes.toString("latin1")).toContain("Roboto-Regular");
  });

  await test.step("the client's file equals the one that the manager would make for the client", async () => {
    const { name, bytes } = await download(phone, () => phone.getByRole("button", { name: "JSON" }).click());
    await expectClean(managerPage, path.replace("/my/", "/requests/"));
    await managerPage.getByRole("button", { name: "Check a proof file" }).click();
    const dialog = managerPage.getByRole("dialog", { name: "Check a proof file" });
    const drop = (buffer: Buffer) =>
      dialog.locator("input[type=file]").setInputFiles({ name, mimeType: "application/json", buffer });
    await drop(bytes);
    await expect(dialog.getByText("The file matches its own hashes.")).toBeVisible();
    await expect(dialog.getByText("It matches the proof that Portdesk would create now.")).toBeVisible();
    await drop(Buffer.from(bytes.toString().replace(/"phoneCountry": "\w+"/, '"phoneCountry": "AQ"')));
    await expect(dialog.getByText("Changed since the file was made: The move.")).toBeVisible();
    await drop(Buffer.from("{}"));
    await expect(dialog.getByText(/^This is not a proof file/)).toBeVisible();
  });
});
