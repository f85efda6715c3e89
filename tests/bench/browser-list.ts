/** How soon the list of requests answers a key and a click while it shows 100 rows. */
import type { Browser, Page } from "@playwright/test";
import * as z from "zod";
import { open, type Session } from "./browser-page.ts";

const rowsShown = 100;
const rows = z.array(z.looseObject({ id: z.string() })).min(1);

/** The demo has fewer requests: what the database answers is repeated, under ids of its own. */
async function repeatRows(page: Page): Promise<void> {
  await page.route(/\/rest\/v1\/(request_list|migration_requests|rpc\/search_requests)\?/, async (route) => {
    if (route.request().method() === "OPTIONS") return route.continue();
    const response = await route.fetch();
    const parsed = rows.safeParse(await response.json().catch(() => undefined));
    if (!parsed.success || parsed.data.length < 2) return route.fulfill({ response });
    const json = Array.from({ length: rowsShown }, (_, at) => {
      const row = parsed.data[at % parsed.data.length];
      return { ...row, id: `${row?.id.slice(0, -3)}${String(at).padStart(3, "0")}` };
    });
    return route.fulfill({ response, json });
  });
}

/** The slowest answer of each kind, in ms. */
export async function interactions(browser: Browser, base: string, staff: Session) {
  const list = await open(browser, base, staff);
  await repeatRows(list.page);
  await list.load(`/requests?pageSize=${rowsShown}`, "tbody tr.ant-table-row:nth-child(50)");
  const rowsOf = list.page.locator("tbody tr.ant-table-row");
  const typing = await list.slowest(async (page) => {
    await page
      .locator("input[type=search], .ant-input-search input")
      .first()
      .pressSequentially("acme", { delay: 90 });
  });
  const tab = await list.slowest((page) => page.getByRole("tab").nth(1).click());
  await rowsOf.first().waitFor();
  const panel = await list.slowest(() =>
    rowsOf
      .nth(2)
      .locator("td")
      .nth(1)
      .click({ position: { x: 3, y: 3 } }),
  );
  const arrow = await list.slowest((page) => page.keyboard.press("ArrowDown"));
  await list.close();
  return { typing, arrow, panel, tab };
}
