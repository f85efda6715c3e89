import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { clientRows, staffRows } from "../../../tests/fixtures/proof-fixture.ts";
import { canonicalJson } from "./canonical-json.ts";
import { checkProofFile, differingSections } from "./proof-check.ts";
import { buildProof, sectionNames } from "./proof-document.ts";
import { proofFileText, sealProof } from "./proof-seal.ts";

const sha256 = (text: string) => Promise.resolve(createHash("sha256").update(text).digest("hex"));
const sealed = await sealProof(buildProof(staffRows(), "staff"), sha256);
const text = proofFileText(sealed);

type Json = Record<string, Record<string, Record<string, unknown>>>;
/** The file after somebody's change, written as Portdesk writes. */
async function check(change: (file: Json) => void) {
  const file = JSON.parse(text) as Json;
  change(file);
  return checkProofFile(`${JSON.stringify(file, null, 2)}\n`, sha256);
}

describe("a proof file", () => {
  it("is unchanged as it left Portdesk, for staff and for clients", async () => {
    const ofClient = await sealProof(buildProof(clientRows(), "client"), sha256);
    for (const one of [sealed, ofClient])
      expect(await checkProofFile(proofFileText(one), sha256)).toEqual({
        kind: "checked",
        variant: one.document.variant,
        reference: "BRI-1042",
        changed: [],
        wholeFits: true,
        rewritten: false,
        hashes: one.hashes,
      });
  });

  it("has hashes that anybody can recompute", async () => {
    const { subject } = sealed.document.sections;
    expect(sealed.hashes.sections.subject).toBe(await sha256(canonicalJson(subject)));
    expect(sealed.hashes.whole).toBe(await sha256(canonicalJson(sealed.document)));
    expect(Object.keys(sealed.hashes.sections).toSorted()).toEqual(sectionNames.toSorted());
  });

  it.each(sectionNames)("names %s when a single value in it is changed", async (name) => {
    const found = await check(({ document }) => {
      if (document?.sections) document.sections[name] = flipped(document.sections[name]);
    });
    expect(found).toMatchObject({ changed: [name], wholeFits: false, rewritten: false });
  });

  it.each(sectionNames)("names %s when it, or its hash, is removed", async (name) => {
    const out = await check(({ document }) => delete document?.sections?.[name]);
    expect(out).toMatchObject({ changed: [name], wholeFits: false });
    const hash = await check(({ hashes }) => delete hashes?.sections?.[name]);
    expect(hash).toMatchObject({ changed: [name], wholeFits: true });
  });

  it("names a section that was added", async () => {
    const found = await check(({ document }) => Object.assign(document?.sections ?? {}, { z_bonus: [] }));
    expect(found).toMatchObject({ changed: ["z_bonus"], wholeFits: false });
  });

  it("detects another variant and another hash over the whole", async () => {
    expect(await check((file) => Object.assign(file.document ?? {}, { variant: "client" }))).toMatchObject({
      changed: [],
      wholeFits: false,
    });
    expect(await check((file) => Object.assign(file.hashes ?? {}, { whole: "0" }))).toMatchObject({
      changed: [],
      wholeFits: false,
    });
  });

  it("reveals a forger's new hashes only by comparison", async () => {
    const forged = structuredClone(sealed.document);
    forged.sections.subject.client = "Somebody Else";
    const file = await checkProofFile(proofFileText(await sealProof(forged, sha256)), sha256);
    expect(file).toMatchObject({ changed: [], wholeFits: true });
    if (file.kind !== "checked") throw new Error(file.kind);
    expect(differingSections(file.hashes.sections, sealed.hashes.sections)).toEqual(["subject"]);
  });

  it("detects a file that another program saved again, and repeated keys", async () => {
    expect(await checkProofFile(JSON.stringify(JSON.parse(text)), sha256)).toMatchObject({
      changed: [],
      rewritten: true,
    });
    const twice = text.replace(`"client": "Maple`, `"client": "Somebody Else",\n        "client": "Maple`);
    expect(twice).not.toBe(text);
    expect(await checkProofFile(twice, sha256)).toMatchObject({ changed: [], rewritten: true });
  });

  it.each([
    ["", "nothing"],
    ["[]", "a list"],
    ["{}", "an empty object"],
    [text.slice(0, -20), "half a file"],
    [text.replace("portdesk.proof/1", "portdesk.proof/2"), "another format"],
    [`${"[".repeat(100_000)}${"]".repeat(100_000)}`, "a deep nest"],
    [text.replace(`"subject": {`, `"subject": {"1": ${"[".repeat(50)}${"]".repeat(50)},`), "a deep section"],
    [text.replace(`"subject": {`, `"subject": {"__proto__": {},`), "a prototype"],
  ])("refuses %.0s%s", async (file) => {
    expect(await checkProofFile(file, sha256)).toEqual({ kind: "unreadable" });
  });
});

/** The same value with its first text, number or boolean changed, at any depth. */
function flipped(value: unknown): unknown {
  if (typeof value === "string") return `${value}!`;
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  if (Array.isArray(value)) return [flipped(value[0]), ...value.slice(1)];
  if (value === null || typeof value !== "object") return "was nothing";
  const [[key, first] = ["", null], ...rest] = Object.entries(value);
  return Object.fromEntries([[key, flipped(first)], ...rest]);
}
