import { expect, it } from "vitest";
import { type DraftRow, formOf } from "./draft-row.ts";

it("asks again for points whose wording has changed since the draft was saved", () => {
  const row = { acknowledgements: ["source_until_register", "history_stays", "templates_copied"] };
  expect(formOf(row as DraftRow).acknowledgements).toEqual(["history_stays"]);
});
