import { expect, it } from "vitest";
import { exportCells, exportColumns, exportHeader } from "./export-columns.ts";

it("names every column once", () => {
  expect(new Set(exportHeader).size).toBe(exportColumns.length);
});

it("takes cells from the row and from what is embedded in it, and leaves the rest empty", () => {
  const row = { reference: "M-00001", readiness: 0, client: { name: "Acme" } };
  const cells = exportCells({ ...row, staff_data: { assignee: null } });
  const cell = (name: string) => cells[exportHeader.indexOf(name)];
  expect(cell("reference")).toBe("M-00001");
  expect(cell("readiness")).toBe("0");
  expect(cell("company")).toBe("Acme");
  expect(cell("assignee")).toBe("");
  expect(cell("route")).toBe("");
  const given = exportCells({ ...row, staff_data: { assignee: { name: "Ada" } } });
  expect(given[exportHeader.indexOf("assignee")]).toBe("Ada");
});

it("never offers internal data", () => {
  expect(exportHeader.filter((name) => /fence|version|token|pin|code$/.test(name))).toEqual([]);
});
