/** The stack and the people of the browser tests: each person has a browser context of their own. */
import { test as base, type Browser, expect, type Page } from "@playwright/test";
import * as z from "zod";
import { startStack, type TestStack } from "../fixtures/stack.ts";

const mails = z.array(z.object({ to: z.string(), text: z.string().optional() }));

export const test = base.extend<object, { stack: TestStack }>({
  stack: [
    // Playwright wants the fixture's first argument to be a pattern.
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

/** The browser itself reports every answer that refuses, and a line that is down: a page must say so, and may cause it. */
const isRefusal = (text: string) =>
  /^Failed to load resource: (the server responded with a status of (400|401|403|409|422|429|5\d\d) |net::ERR_)/.test(
    text,
  );

/** A fresh page of a person who has not signed in; fails the test on any error of the page itself, and on what its own policy refuses. */
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
    // A colour that is still on its way is none that can be judged.
    reducedMotion: "reduce",
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

/** Signs a demo login in by password. */
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
 * Chooses from a list of antd's by the pointer. A list that has just opened may vanish between the press and the release of a
 * pointer as quick as a test's, and nothing is chosen: then it is opened and chosen from again, as a person would.
 */
export async function choose(page: Page, label: string, option: string): Promise<void> {
  const list = page.getByRole("combobox", { name: label });
  // What was chosen before lies over the input.
  const box = list.locator("xpath=ancestor::*[contains(concat(' ', @class, ' '), ' ant-select ')]");
  await expect(async () => {
    if ((await list.getAttribute("aria-expanded")) !== "true") await box.click();
    await page.locator(`.ant-select-item-option[title="${option}"]`).click({ timeout: 3_000 });
    await expect(box.locator(".ant-select-content", { hasText: option })).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 20_000 });
}

/** The six digits of the newest e-mail to this address, as soon as it has come. */
export async function mailedCode(stack: TestStack, email: string): Promise<string> {
  let code: string | undefined;
  await expect(async () => {
    const list = mails.parse(await (await fetch(`${stack.mail}/mails`)).json());
    code = /\b\d{6}\b/.exec(list.find((mail) => mail.to === email)?.text ?? "")?.[0];
    expect(code).toBeDefined();
  }).toPass({ timeout: 30_000 });
  return code ?? "";
}
