import type { RouteVerdict } from "#domain/routes/route-advice.ts";
import { render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { RouteCard } from "./route-card.tsx";

vi.mock("react-i18next", () => ({
  useTranslation: () => ({
    t: (key: string, values: object = {}) => [key, ...Object.values(values)].join(" "),
    i18n: { language: "en" },
  }),
}));

const now = new Date("2026-11-23T09:00:00Z");

/** The text about the earliest date on a route's card. */
function earliestOf(judged: Partial<RouteVerdict>): string | undefined {
  const { unmount } = render(
    <RouteCard
      route="R2"
      judged={{ verdict: "allowed", reasons: [], lost: [], earliest: null, ...judged }}
      now={now}
      recommended={false}
      chosen={false}
      onChoose={undefined}
    />,
  );
  const said = screen.getByText("earliest").nextElementSibling;
  const text = said?.querySelector("time")?.dateTime ?? said?.textContent;
  unmount();
  return text;
}

it("says from when a route is possible, or why there is no date", () => {
  const earliest = new Date("2026-11-24T09:00:00Z");
  expect(earliestOf({ earliest })).toBe("2026-11-24T09:00:00.000Z");
  expect(earliestOf({ earliest: now })).toBe("now");
  expect(earliestOf({})).toBe("no_window");
  expect(earliestOf({ reasons: [{ code: "checks_open", fact: "checks" }] })).toBe("no_date");
  expect(earliestOf({ verdict: "unknown" })).toBe("no_date");
  expect(earliestOf({ verdict: "refused" })).toBe("–");
});

it("names the source in the reader's language, with the month in which it was read", () => {
  render(
    <RouteCard
      route="R1"
      judged={{ verdict: "allowed", reasons: [], lost: [], earliest: null }}
      now={now}
      recommended={false}
      chosen={false}
      onChoose={undefined}
    />,
  );
  expect(document.body.textContent).toContain("source page.R1 September 2026");
});
