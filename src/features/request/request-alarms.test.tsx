import { alarmCatalogue, type AlarmCode } from "#domain/webhooks/alarm-codes.ts";
import { render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { RequestAlarms } from "./request-alarms.tsx";
import type { RequestRow } from "../../queries/request-row.ts";

let open: { id: string; code: AlarmCode; subject: string; facts: object; times: number }[] = [];
vi.mock("react-i18next", () => ({
  useTranslation: () => ({ t: (key: string, values?: { facts?: string }) => values?.facts ?? key }),
}));
vi.mock("../../queries/access.ts", () => ({ usePermitted: () => () => true }));
vi.mock("../../ui/relative-time.tsx", () => ({ RelativeTime: () => null }));
vi.mock("./alarm-dialog.tsx", () => ({ AlarmDialog: () => null }));
vi.mock("../../queries/alarm-row.ts", () => ({
  useOpenAlarms: () => ({ alarms: open, total: open.length }),
}));

it("every alarm has a text, and only urgent ones are red", () => {
  const codes = Object.keys(alarmCatalogue) as AlarmCode[];
  open = codes.map((code) => ({
    id: code,
    code,
    subject: "",
    facts: { new_category: "MARKETING" },
    times: 1,
  }));
  render(<RequestAlarms request={{ id: "r" } as RequestRow} />);
  const alerts = screen.getAllByRole("alert");
  expect(alerts).toHaveLength(codes.length);
  for (const [at, code] of codes.entries()) {
    expect(alerts[at]?.textContent).toContain(`domain:alarm.${code}.title`);
    expect(alerts[at]?.textContent).toContain(`domain:alarm.${code}.next`);
    expect(alerts[at]?.textContent).toContain(
      "domain:meta_field.new_category: domain:meta_value.template_category.MARKETING",
    );
    expect(alerts[at]?.className.includes("ant-alert-error")).toBe(alarmCatalogue[code].urgent);
  }
});
