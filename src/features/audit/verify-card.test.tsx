import { createHash } from "node:crypto";
import { fireEvent, render, screen } from "@testing-library/react";
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { beforeAll, beforeEach, expect, it, vi } from "vitest";
import { InRefine } from "../../../tests/fixtures/in-refine.tsx";
import { createRestStub, type RestCall } from "../../../tests/fixtures/rest-stub.ts";
import { server } from "../../../tests/fixtures/stubbed-supabase.ts";
import audit from "../../locales/en/audit.json";
import { VerifyCard } from "./verify-card.tsx";

const hashOf = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");

/** As the API returns them: `length` rows of one provider's chain, each sealed onto the previous one. */
function chain(length: number) {
  const rows: { seq: number; hash: string; body: string; [column: string]: unknown }[] = [];
  for (let seq = 1; seq <= length; seq += 1) {
    const facts = { id: seq, at: "2026-11-23T10:00:00+00:00", kind: "clients.changed" };
    const previous = rows.at(-1)?.hash ?? "0".repeat(64);
    const names = { actor: "engine", actorId: null, request: null, event: null };
    const body = JSON.stringify({ v: 1, provider: "home", seq, previous, ...facts, ...names, data: {} });
    const columns = { actor_kind: "engine", actor_id: null, request_id: null, event_id: null };
    rows.push({ ...facts, provider_id: "home", seq, ...columns, body, hash: hashOf(body) });
  }
  return rows;
}

vi.mock("../../providers/supabase-client.ts", () => import("../../../tests/fixtures/stubbed-supabase.ts"));
let rows: ReturnType<typeof chain>;
let head: Record<string, unknown>;
let isReadable: boolean;

beforeAll(() => i18next.use(initReactI18next).init({ lng: "en", resources: { en: { audit } } }));
beforeEach(() => {
  rows = chain(450);
  head = { seq: 450, hash: rows.at(-1)?.hash, waiting: 0, waitingSince: null, late: false };
  isReadable = true;
  server.fetch = createRestStub(answer).fetch;
});

function answer({ path, query }: RestCall) {
  if (path === "/rpc/audit_head") return { body: head };
  if (!isReadable) return { status: 400, body: { code: "57014", message: "canceling statement" } };
  if (path === "/audit_values") return { body: [] };
  const from = Number(query.get("offset") ?? 0);
  return { body: rows.slice(from, from + Number(query.get("limit"))) };
}

async function verify(known = "") {
  render(
    <InRefine>
      <VerifyCard providerId="home" />
    </InRefine>,
  );
  await screen.findByText(`450 ${String(head.hash)}`);
  fireEvent.change(screen.getByLabelText(audit.head.known), { target: { value: known } });
  fireEvent.click(screen.getByRole("button", { name: audit.head.verify }));
}

it("reads a chain longer than a page to its end, and says how far it is intact", async () => {
  await verify();
  expect((await screen.findByRole("alert")).textContent).toBe(audit.head.whole.replace("{{seq}}", "450"));
});

it.each([
  [
    "an edited row",
    () => void Object.assign(rows[300] ?? {}, { kind: "clients.added" }),
    audit.fault.edited,
    301,
  ],
  ["a deleted row", () => void rows.splice(299, 1), audit.fault.deleted, 300],
])("names %s with its number", async (_, tamper, name, seq) => {
  tamper();
  await verify();
  const { textContent } = await screen.findByRole("alert");
  expect(textContent).toContain(name);
  expect(textContent).toContain(String(seq));
});

it("detects a removed tail by a head noted earlier, however it is typed", async () => {
  const known = ` 450  ${String(head.hash).toUpperCase()} `;
  rows.splice(440);
  await verify(known);
  expect((await screen.findByRole("alert")).textContent).toContain(audit.fault.truncated);
});

it("requires a readable head before it begins", async () => {
  await verify("450 and so on");
  expect(await screen.findByText(audit.head.known_wrong)).toBeTruthy();
  expect(screen.queryByText(/rows? read|Whole up to|could not be read/)).toBeNull();
});

it("reports a failed reading instead of success", async () => {
  isReadable = false;
  await verify();
  expect((await screen.findByRole("alert")).textContent).toBe(audit.head.failed);
});

it("warns when entries have waited too long", async () => {
  head = { ...head, waiting: 3, waitingSince: "2026-11-23T10:00:00Z", late: true };
  await verify();
  expect(screen.getAllByRole("alert")[0]?.textContent).toMatch(/2026/);
});
