/** axe on every page, as each person, light and dark, wide and on a phone, in both languages. */
import type { Page } from "@playwright/test";
import { expectAccessible, expectClean, openLoaded } from "./axe.ts";
import { expect, openPage, signIn, test } from "./fixtures.ts";

const appearances = [
  { name: "wide, light, English", width: 1440, colorScheme: "light", locale: "en-GB" },
  { name: "phone, dark, Russian", width: 390, colorScheme: "dark", locale: "ru-RU" },
] as const;

/** The request's page, one tab after another. */
async function expectTabsClean(page: Page, path: string): Promise<void> {
  await openLoaded(page, path);
  const tabs = await page.getByRole("tab").all();
  expect(tabs.length).toBeGreaterThan(7);
  for (const tab of tabs) {
    await tab.click();
    await expect(tab).toHaveAttribute("aria-selected", "true");
    await expectAccessible(page, `${path} ${await tab.innerText()}`);
  }
}

for (const appearance of appearances) {
  test.describe(appearance.name, () => {
    test("visitors' pages", async ({ browser, stack }) => {
      const page = await openPage(browser, stack, appearance);
      await expectClean(page, "/sign-in");
      await expectClean(page, "/apply/brightline");
      await page.context().close();
    });

    test("the manager's pages", async ({ browser, stack }) => {
      const page = await openPage(browser, stack, appearance);
      await signIn(page, stack, "manager@brightline.example");
      await expectClean(page, "/requests");
      const row = page.locator("tbody a[href^='/requests/']").first();
      const path = (await row.getAttribute("href")) ?? "";
      await expectTabsClean(page, path);
      await expectClean(page, `${path}/cutover`);
      await expectClean(page, `${path}/proof`);
      await page.goto("/requests?q=Harbour%20Lane");
      const moved = page.locator("tbody a[href^='/requests/']", { hasText: "Harbour Lane" }).first();
      await expectClean(page, `${(await moved.getAttribute("href")) ?? ""}?tab=after`);
      await expectClean(page, "/reports");
      await page.context().close();
    });

    test("the admin's settings", async ({ browser, stack }) => {
      const page = await openPage(browser, stack, appearance);
      await signIn(page, stack, "admin@brightline.example");
      await expectClean(page, "/settings");
      await expectClean(page, "/settings/members");
      await expectClean(page, "/settings/audit");
      await page.goto("/requests");
      await page.locator("tbody a[href^='/requests/']").first().click();
      const people = page.locator("a[href^='/clients/']");
      await expectClean(page, (await people.getAttribute("href")) ?? "");
      await expectClean(page, "/second-factor");
      await page.context().close();
    });

    test("the client's pages", async ({ browser, stack }) => {
      const page = await openPage(browser, stack, appearance);
      await signIn(page, stack, "client@brightline.example");
      await expectClean(page, "/my");
      const link = page.locator("a[href^='/my/']").first();
      await expectClean(page, (await link.getAttribute("href")) ?? "");
      await page.context().close();
    });
  });
}
