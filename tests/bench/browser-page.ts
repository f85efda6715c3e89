/** A page in a slowed browser with a fresh cache, and what it tells of its own loading. */
import type { Browser, Page } from "@playwright/test";
import * as z from "zod";
import type { TestStack } from "../fixtures/stack.ts";

/** What supabase-js keeps in the browser, under its key. */
export type Session = { key: string; value: string };

export async function sessionOf(stack: TestStack, role: string): Promise<Session> {
  const login = stack.logins.find((one) => one.role === role);
  if (!login) throw new Error(`No demo login of a ${role}`);
  const response = await fetch(`${stack.api}/auth/v1/token?grant_type=password`, {
    method: "POST",
    headers: { apikey: stack.publishableKey, "content-type": "application/json" },
    body: JSON.stringify({ email: login.email, password: login.password }),
  });
  if (!response.ok) throw new Error(`${role} cannot sign in: ${response.status}`);
  const [name] = new URL(stack.api).hostname.split(".");
  return { key: `sb-${name}-auth-token`, value: await response.text() };
}

type Seen = {
  ready?: number;
  FCP?: number;
  LCP?: number;
  tasks: [start: number, length: number][];
  worst: number;
};
const seen = z.object({
  ready: z.number(),
  FCP: z.number(),
  LCP: z.number(),
  tasks: z.array(z.tuple([z.number(), z.number()])),
  worst: z.number(),
});

/** Runs in the page before its own code. */
function watch({ session, ready }: { session: Session | undefined; ready: string }): void {
  if (session) localStorage.setItem(session.key, session.value);
  const found: Seen = { tasks: [], worst: 0 };
  Object.assign(window, { found });
  const observe = (type: string, use: (entry: PerformanceEntry) => void, more: object = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(use)).observe({
      type,
      buffered: true,
      ...more,
    });
  observe("paint", ({ name, startTime }) => {
    if (name === "first-contentful-paint") found.FCP = startTime;
  });
  observe("largest-contentful-paint", ({ startTime }) => {
    found.LCP = startTime;
  });
  observe("longtask", ({ startTime, duration }) => found.tasks.push([startTime, duration]));
  observe("event", ({ duration }) => (found.worst = Math.max(found.worst, duration)), {
    durationThreshold: 16,
  });
  const look = () => {
    if (document.querySelector(ready)) found.ready = performance.now();
    else requestAnimationFrame(look);
  };
  look();
}

export async function open(browser: Browser, baseURL: string, session?: Session) {
  const context = await browser.newContext({
    baseURL,
    viewport: { width: 1350, height: 940 },
    locale: "en-GB",
  });
  const page = await context.newPage();
  const slow = await context.newCDPSession(page);
  await slow.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  const found = async () => seen.parse(await page.evaluate(() => Reflect.get(window, "found") as unknown));
  return {
    page,
    /** Opens the address; times in ms from its start until the selector is there. */
    async load(url: string, ready: string) {
      await page.addInitScript(watch, { session, ready });
      await page.goto(url);
      await page.locator(ready).first().waitFor({ state: "attached", timeout: 60_000 });
      await page.waitForTimeout(1_500);
      const { FCP, LCP, ready: usable, tasks } = await found();
      const blocking = tasks.filter(([start]) => start >= FCP && start < usable);
      return { FCP, LCP, usable, TBT: blocking.reduce((sum, [, length]) => sum + length - 50, 0) };
    },
    /** The slowest answer to what `act` does: from the event to the next frame, as browsers count interactions. */
    async slowest(act: (page: Page) => Promise<void>): Promise<number> {
      await page.evaluate(() => Object.assign(Reflect.get(window, "found") as Seen, { worst: 0 }));
      await act(page);
      await page.waitForTimeout(1_500);
      return (await found()).worst;
    },
    close: () => context.close(),
  };
}
