/**
 * How soon pages of the built app can be used in a browser with its CPU slowed four times and a fresh cache, and how
 * soon the list of 100 rows answers. With PORTDESK_BENCH_BASE, the folder of another clone with its packages, the app
 * of that clone is measured in turn with this one, and its figures stand beside.
 */
import path from "node:path";
import { type Browser, chromium } from "@playwright/test";
import { type TestStack, startStack } from "../fixtures/stack.ts";
import { chromiumArguments, findChromium } from "../runner/browser.ts";
import { interactions } from "./browser-list.ts";
import { open, type Session, sessionOf } from "./browser-page.ts";
import { median } from "./median.ts";
import type { Figure } from "./part.ts";

type Figures = Record<string, number>;

const runs = 3;
type App = { name: string; stack: TestStack; staff: Session; client: Session };

/** In ms. Ours, unproven elsewhere: what a shared machine of two cores keeps. */
const marks: Record<string, Figures> = {
  "sign-in": { FCP: 2_500, LCP: 2_500, TBT: 200, usable: 2_800 },
  application: { FCP: 2_500, LCP: 4_000, TBT: 800, usable: 4_000 },
  list: { FCP: 2_500, LCP: 4_500, TBT: 1_500, usable: 5_000 },
  "client's request": { FCP: 2_500, LCP: 4_000, TBT: 800, usable: 4_500 },
  "list of 100": { typing: 100, arrow: 200, panel: 200, tab: 200 },
};

async function measureOnce(browser: Browser, app: App): Promise<Record<string, Figures>> {
  const base = app.stack.app ?? "";
  const load = async (url: string, ready: string, session?: Session) => {
    const page = await open(browser, base, session);
    const figures = await page.load(url, ready);
    await page.close();
    return figures;
  };
  return {
    "sign-in": await load("/sign-in", "input[type=email]"),
    application: await load("/apply/brightline", "#apply_phoneNumber"),
    list: await load("/requests", "tbody tr.ant-table-row", app.staff),
    "client's request": await load(await firstOf(browser, app), "main h1", app.client),
    "list of 100": await interactions(browser, base, app.staff),
  };
}

/** The address of the client's first number. */
async function firstOf(browser: Browser, { stack, client }: App): Promise<string> {
  const page = await open(browser, stack.app ?? "", client);
  await page.load("/my", 'main a[href^="/my/"]');
  const address = await page.page.locator('main a[href^="/my/"]').first().getAttribute("href");
  await page.close();
  return address ?? "";
}

function medians(all: Record<string, Figures>[]): Record<string, Figures> {
  const over = (page: string, name: string) => median(all.map((run) => run[page]?.[name] ?? Number.NaN));
  return Object.fromEntries(
    Object.entries(marks).map(([page, names]) => [
      page,
      Object.fromEntries(Object.keys(names).map((name) => [name, Math.round(over(page, name))])),
    ]),
  );
}

export async function browser(): Promise<Figure[]> {
  const base = process.env.PORTDESK_BENCH_BASE;
  const apps: App[] = [];
  const chrome = await chromium.launch({ executablePath: findChromium(), args: chromiumArguments });
  try {
    apps.push(await start("this", startStack));
    if (base) {
      const other = (await import(path.resolve(base, "tests/fixtures/stack.ts"))) as {
        startStack: typeof startStack;
      };
      apps.push(await start("base", other.startStack));
    }
    const found = new Map<string, Record<string, Figures>[]>();
    for (let run = 0; run < runs; run += 1)
      for (const app of apps)
        found.set(app.name, [...(found.get(app.name) ?? []), await measureOnce(chrome, app)]);
    return figuresOf(medians(found.get("this") ?? []), base && medians(found.get("base") ?? []));
  } finally {
    await chrome.close();
    for (const { stack } of apps) await stack.remove();
  }
}

async function start(name: string, begin: typeof startStack): Promise<App> {
  const stack = await begin({ app: true });
  const as = (role: string) => sessionOf(stack, role);
  return { name, stack, staff: await as("manager"), client: await as("client") };
}

function figuresOf(ours: Record<string, Figures>, base?: Record<string, Figures> | ""): Figure[] {
  return Object.entries(marks).flatMap(([page, names]) =>
    Object.entries(names).map(([name, atMost]): Figure => {
      const other = base ? base[page]?.[name] : undefined;
      const beside = other === undefined ? {} : { beside: { what: "base", value: other } };
      return {
        name: `${page}: ${name}`,
        value: ours[page]?.[name] ?? Number.NaN,
        unit: "ms",
        atMost,
        ...beside,
      };
    }),
  );
}
