/** Opening pages meant for others, keyboard focus, and the error for a wrong password. */
import { expect, openPage, signIn, test } from "./fixtures.ts";
import { expectAccessible } from "./axe.ts";

for (const role of ["manager", "analyst"])
  test(`a ${role} who opens an admins' page learns whose it is and is led back`, async ({
    browser,
    stack,
  }) => {
    const page = await openPage(browser, stack);
    await signIn(page, stack, `${role}@brightline.example`);
    for (const address of ["/settings", "/settings/members", "/settings/audit"]) {
      await page.goto(address);
      await expect(page.getByText("You don't have access to this page")).toBeVisible();
      await expect(page.getByText(/Roles with access: Admin\..* ask Grace Halloway\./)).toBeVisible();
      await expect(page.getByRole("button", { name: /save/i })).toHaveCount(0);
    }
    await expectAccessible(page);
    await page.getByRole("main").getByRole("link").click();
    await expect(page).toHaveURL(/\/(requests|reports)/);
  });

test("keyboard users see which link has the focus", async ({ browser, stack }) => {
  const page = await openPage(browser, stack);
  await signIn(page, stack, "manager@brightline.example");
  await expect(page.locator("tbody a").first()).toBeVisible();
  const seen: string[] = [];
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const focused = document.activeElement;
      if (!(focused instanceof HTMLAnchorElement)) return null;
      const { outlineStyle, outlineWidth } = getComputedStyle(focused);
      return {
        place: focused.closest("nav, tbody")?.tagName ?? "page",
        outline: `${outlineStyle} ${outlineWidth}`,
      };
    });
    if (!at) continue;
    seen.push(at.place);
    expect(at.outline).toBe("solid 3px");
  }
  expect(seen).toContain("NAV");
  expect(seen).toContain("TBODY");
});

test("a wrong password is reported in words, once", async ({ browser, stack }) => {
  const page = await openPage(browser, stack);
  await page.goto("/sign-in");
  await page.locator(".ant-segmented-item").nth(1).click();
  await page.locator("input[type=email]").fill("manager@brightline.example");
  await page.locator("input[type=password]").fill("wrong-password-1");
  await page.locator("button[type=submit]").click();
  await expect(page.getByRole("alert")).toHaveCount(1);
  await expect(page.getByText("sign_in_failed")).toHaveCount(0);
  await expect(page.locator(".ant-notification-notice")).toHaveCount(0);
});
