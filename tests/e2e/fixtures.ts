/** The stack and the people of the browser tests: each person has a browser context of their own. */
import { test as base, type Browser, expect, type Page } from "@playwright/test";
import * as z from "zod";
import { startStack, type TestStack } from "../fixtures/stack.ts";

const mails = z.array(z.object({ to: z.string(), text: z.string().optional() }));

export const test = base.extend<object, { stack: TestStack }>({
  stack: [
    // Playwright requires a pattern as the fixture's first argument.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const stack = await startStack({ app: true });
      await use(stack);
      await stack.remove();
    },
    { scope: "worker", timeout: 200_000 },
  ],
});

export { expect };

type Appearance = { width?: number; height?: number; colorScheme?: "light" | "dark"; locale?: string };

/** The browser itself reports every refusal and a broken connection: a page must show them, and may cause them. */
const isRefusal = (text: string) =>
  /^Failed to load resource: (the server responded with a status of (400|401|403|409|422|429|5\d\d) |net::ERR_)/.test(
    text,
  );

/** A fresh page of a person who has not signed in; fails the test on errors of the page and breaches of its policy. */
export async function openPage(
  browser: Browser,
  stack: TestStack,
  appearance: Appearance = {},
): Promise<Page> {
  const { width = 1440, height = 900, colorScheme = "light", locale = "en-GB" } = appearance;
  const context = await browser.newContext({
    baseURL: stack.app ?? "",
    viewport: { width, height },
    colorScheme,
    locale,
    timezoneId: "UTC",
    acceptDownloads: true,
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => {
    throw error;
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !isRefusal(message.text()))
      throw new Error(`${message.text()} at ${message.location().url}`);
  });
  return page;
}

/** Signs in with a demo login's password. */
export async function signIn(page: Page, stack: TestStack, email: string): Promise<void> {
  const login = stack.logins.find((one) => one.email === email);
  if (!login) throw new Error(`No demo login ${email}`);
  await page.goto("/sign-in");
  await page.locator(".ant-segmented-item").nth(1).click();
  await page.locator("input[type=email]").fill(login.email);
  await page.locator("input[type=password]").fill(login.password);
  await page.locator("button[type=submit]").click();
  await expect(page).not.toHaveURL(/sign-in/);
}

/**
 * Chooses from one of antd's lists by pointer. A newly opened list may vanish between the press and release of a
 * test's quick pointer, and nothing is chosen: the list is then opened and used again, as a person would.
 */
export async function choose(page: Page, label: string, option: string): Promise<void> {
  const list = page.getByRole("combobox", { name: label });
  // The earlier choice covers the input.
  const box = list.locator("xpath=ancestor::*[contains(concat(' ', @class, ' '), ' ant-select ')]");
  await expect(async () => {
    if ((await list.getAttribute("aria-expanded")) !== "true") await box.click();
    await page.locator(`.ant-select-item-option[title="${option}"]`).click({ timeout: 3_000 });
    await expect(box.locator(".ant-select-content", { hasText: option })).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 20_000 });
}

/** The six digits of the newest e-mail to this address, as soon as it has arrived. */
export async function mailedCode(stack: TestStack, email: string): Promise<string> {
  let code: string | undefined;
  await expect(async () => {
    const list = mails.parse(await (await fetch(`${stack.mail}/mails`)).json());
    code = /\b\d{6}\b/.exec(list.find((mail) => mail.to === email)?.text ?? "")?.[0];
    expect(code).toBeDefined();
  }).toPass({ timeout: 30_000 });
  return code ?? "";
}
