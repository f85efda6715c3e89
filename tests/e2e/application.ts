/** Fills in the application form as a visitor of the demo would. */
import type { Page } from "@playwright/test";
import type { Newcomer } from "../../supabase/seeds/newcomers.ts";
import { story } from "../../supabase/seeds/story.ts";
import { expect } from "./fixtures.ts";

/** A number in the United States, filed in the name of the story's people. */
export async function fillApplication(page: Page, newcomer: Newcomer): Promise<void> {
  await page.goto(`/apply/${newcomer.provider}`);
  // The countries arrive with the numbering plans, later than the form.
  await expect(async () => {
    await page.getByLabel("Country").fill("United States");
    await page.getByLabel("Country").press("Enter");
    const chosen = page.locator(".ant-select-content", { hasText: "United States" });
    await expect(chosen).toBeVisible({ timeout: 1000 });
  }).toPass();
  await page.getByLabel("Number", { exact: true }).fill(newcomer.phone);
  await page.getByLabel("Company").fill(newcomer.company);
  await page.getByLabel("Your name").fill(story.person.name);
  await page.getByLabel("Your e-mail").fill(story.person.email);
  await page.getByLabel("Name", { exact: true }).fill(story.authorised.name);
  await page.getByLabel("E-mail", { exact: true }).fill(story.authorised.email);
  await page.getByRole("combobox", { name: "Current provider" }).fill(story.oldProvider);
  await page.getByLabel("The same costs less elsewhere").check();
  await page.getByLabel("Business portfolio ID").fill(newcomer.businessId);
  await page.getByLabel("WhatsApp Business account (WABA) ID").fill(newcomer.sourceWabaId);
  await page.getByLabel("Phone number ID").fill(newcomer.sourcePhoneNumberId);
  const models = { old: "No, only a WhatsApp account", new: "Yes, there is a messaging account" };
  await page.getByLabel(models[newcomer.accountModel]).check();
  await page.getByLabel(/Name of your account/).fill(newcomer.platformAccount);
  const points = page.locator("#apply_acknowledgements").getByRole("checkbox");
  for (const box of await points.all()) {
    // The lines above may still grow while the numbering plans load, and the click would miss the box.
    await expect(() => box.check()).toPass();
  }
}
