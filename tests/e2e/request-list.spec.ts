/** The list of requests in a real browser: search, filters, order and pages, each kept in the address. */
import { expectAccessible } from "./axe.ts";
import { choose, expect, openPage, signIn, test } from "./fixtures.ts";

test("a manager finds, narrows, orders and turns the pages of the list", async ({ browser, stack }) => {
  const page = await openPage(browser, stack, {});
  await signIn(page, stack, "manager@brightline.example");
  const rows = page.locator("tbody tr.ant-table-row");
  const pages = page.getByRole("navigation", { name: "Pages of the list" });
  await expect(rows).toHaveCount(25);
  await expect(pages).toContainText("requests");
  const [, all = ""] = /(\d+) requests/.exec(await pages.innerText()) ?? [];
  const numbers = () =>
    page.locator("tbody tr.ant-table-row a").evaluateAll((links) => links.map((a) => a.getAttribute("href")));
  const first = await numbers();

  await test.step("the next page shows the others, and a reload keeps the place", async () => {
    await pages.getByRole("button", { name: "Next page" }).click();
    await expect(rows).toHaveCount(Number(all) - 25);
    await expect(pages.getByRole("button", { name: "Next page" })).toBeDisabled();
    const second = await numbers();
    expect(new Set([...first, ...second]).size).toBe(Number(all));
    await page.reload();
    await expect(rows).toHaveCount(Number(all) - 25);
    expect(await numbers()).toEqual(second);
    await pages.getByRole("button", { name: "Previous page" }).click();
    await expect.poll(numbers).toEqual(first);
  });

  await test.step("a search finds a part of a company, and its number of matches follows", async () => {
    await page.getByRole("searchbox").fill("bour la");
    await expect(rows.first()).toContainText("Harbour Lane Dental");
    await expect.poll(() => rows.count()).toBeLessThan(25);
    await expect(pages).toContainText(`${await rows.count()} requests`);
    await expectAccessible(page);
    await page.getByRole("searchbox").fill("");
    await expect(rows).toHaveCount(25);
  });

  await test.step("due first, and only one manager's requests", async () => {
    await page.getByRole("columnheader", { name: "Due" }).click();
    await expect(page).toHaveURL(/due_order/);
    await choose(page, "Assignee", "Tom Ashdown");
    await expect
      .poll(async () => new Set(await page.locator("tbody tr.ant-table-row td:nth-child(7)").allInnerTexts()))
      .toEqual(new Set(["Tom Ashdown"]));
    await expect(pages).toContainText(`${await rows.count()} requests`);
  });
});
