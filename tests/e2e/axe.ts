/** Expects no finding by axe, and no page that scrolls sideways (WCAG 2.2, 1.4.10 Reflow). */
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "./fixtures.ts";

/** The page in its current state, once nothing on it is busy; `name` identifies it in a failure. */
export async function expectAccessible(page: Page, name = page.url()): Promise<void> {
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  const { scrollWidth, clientWidth } = await page
    .locator("html")
    .evaluate(({ scrollWidth, clientWidth }) => ({ scrollWidth, clientWidth }));
  expect.soft(scrollWidth, `${name} scrolls sideways`).toBeLessThanOrEqual(clientWidth);
  // Checks the page itself and does not list what passed: both are much faster and find the same.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  const { violations } = await axe.analyze();
  const found = violations.map(({ id, nodes }) => {
    const places = nodes.map((node) => `${node.html} ${JSON.stringify(node.any[0]?.data ?? "")}`).join(" | ");
    return `${name}: ${id}: ${places.slice(0, 600)}`;
  });
  expect.soft(found).toEqual([]);
}

export async function openLoaded(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible({ timeout: 30_000 });
}

export async function expectClean(page: Page, path: string): Promise<void> {
  await openLoaded(page, path);
  await expectAccessible(page, path);
}
