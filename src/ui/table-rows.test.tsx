import { render, screen } from "@testing-library/react";
import { Table } from "antd";
import { expect, it, vi } from "vitest";
import { rowByRow } from "./table-rows.tsx";

vi.mock("react-i18next", () => ({ useTranslation: () => ({ t: (key: string) => key }) }));

it("shows the rows that render, including one that failed before", () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const moment = new Intl.DateTimeFormat("en", { timeZone: "UTC" });
  const columns = [
    { key: "at", render: (_: unknown, { at }: { at: string }) => moment.format(new Date(at)) },
  ];
  const table = (odd: string) => (
    <Table
      rowKey="id"
      components={rowByRow}
      columns={columns}
      dataSource={[
        { id: 1, at: "2026-01-02" },
        { id: 2, at: odd },
        { id: 3, at: "2026-01-04" },
      ]}
    />
  );
  const { rerender } = render(table("no date at all"));
  expect(screen.getByText("1/2/2026")).toBeTruthy();
  expect(screen.getByText("row_unshown")).toBeTruthy();
  expect(screen.getByText("1/4/2026")).toBeTruthy();
  rerender(table("2026-01-03"));
  expect(screen.getByText("1/3/2026")).toBeTruthy();
  expect(screen.queryByText("row_unshown")).toBeNull();
});
