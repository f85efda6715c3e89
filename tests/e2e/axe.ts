/** What axe finds on a page once it has loaded: nothing. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "./desk.ts";

export async function expectClean(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible({ timeout: 30_000 });
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect
    .soft(
      violations.map(
        ({ id, nodes }) =>
          `${path}: ${id}: ${nodes
            .map((node) => node.html)
            .join(" | ")
            .slice(0, 400)}`,
      ),
    )
    .toEqual([]);
}
