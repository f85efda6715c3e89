import { createHash } from "node:crypto";
import { buildProof } from "#domain/proof/proof-document.ts";
import { proofFileText, sealProof } from "#domain/proof/proof-seal.ts";
import { expect, it } from "vitest";
import { clientRows, staffRows } from "../../../tests/fixtures/proof-fixture.ts";
import { checkAgainst } from "./file-check.ts";

const sha256 = (text: string) => Promise.resolve(createHash("sha256").update(text).digest("hex"));
const rows = staffRows();
const fileOf = async (variant: "staff" | "client", of = rows) =>
  proofFileText(await sealProof(buildProof(of, variant), sha256));

it("finds either file equal to the proof that Portdesk would make now", async () => {
  for (const variant of ["staff", "client"] as const)
    expect(await checkAgainst(await fileOf(variant), rows, "staff", sha256)).toMatchObject({ now: [] });
  expect(await checkAgainst(await fileOf("client"), clientRows(), "client", sha256)).toMatchObject({
    now: [],
  });
});

it("names what Portdesk would now state differently", async () => {
  const later = staffRows({ exceptions: [] });
  expect(await checkAgainst(await fileOf("staff"), later, "staff", sha256)).toMatchObject({
    file: { changed: [], wholeFits: true },
    now: ["exceptions", "promises"],
  });
});

it("compares neither another request's file nor one that a client cannot read", async () => {
  const other = staffRows({ request: { ...rows.request, reference: "BRI-7" } });
  expect(await checkAgainst(await fileOf("client", other), rows, "staff", sha256)).toMatchObject({
    now: "other",
  });
  expect(await checkAgainst(await fileOf("staff"), clientRows(), "client", sha256)).toMatchObject({
    now: "not_yours",
  });
  expect(await checkAgainst("{}", rows, "staff", sha256)).toEqual({ kind: "unreadable" });
});
