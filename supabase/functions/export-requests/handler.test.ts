import { csvModes } from "#domain/reports/csv-modes.ts";
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  createRestStub,
  type RestAnswer,
  type RestCall,
  stubRuntime,
} from "../../../tests/fixtures/rest-stub.ts";
import { createLogger } from "../_shared/log.ts";
import { createExportRequestsHandler } from "./handler.ts";

const providerId = "7f0c8f0e-8f5c-4b1a-9a55-0c7f3f1d2e30";
const exportId = "0b6f0c53-1df0-4b68-9d0b-6f5b1b7c2a11";
const head = "\uFEFFreference,company\r\n";
const reference = (serial: number) => `M-${String(serial).padStart(6, "0")}`;
const record = (serial: number) => `${reference(serial)},"Müller, 😀"\r\n`;
const failed = { status: 500, body: { message: "gone", code: "XX000" } };

type Page = { p_export: string; p_after: string | null; p_most: number };
const pageOf = (call: RestCall) => (call.path === "/rpc/export_page" ? (call.body as Page) : undefined);

/** Answers as a database with that many matching requests, of which `counted` were there when they were counted. */
function requests(size: number, counted = size) {
  return (call: RestCall): RestAnswer => {
    if (call.path === "/rpc/export_count") return { body: counted };
    if (call.path === "/rpc/record_export") return { body: exportId };
    if (call.path === "/rpc/record_export_hash") return { body: { id: exportId } };
    const { p_after: after, p_most: most } = call.body as Page;
    const begin = Number(after?.replace("M-", "") ?? 0);
    const rows = Math.max(0, Math.min(most, size - begin));
    const lines = Array.from({ length: rows }, (_, index) => record(begin + index + 1));
    const last = rows > 0 ? reference(begin + rows) : "";
    return { text: [`${rows} ${last}\n`, after === null ? head : "", ...lines].join("") };
  };
}

async function order(body: unknown, answer: (call: RestCall) => RestAnswer) {
  const rest = createRestStub(answer);
  const log = createLogger("export-requests", () => undefined);
  const now = () => new Date("2026-11-23T10:00:00Z");
  const handle = createExportRequestsHandler({ supabase: stubRuntime, log, fetch: rest.fetch, now });
  const headers = { authorization: "Bearer a.b.c" };
  const response = await handle(
    new Request("http://f.example/", { method: "POST", body: JSON.stringify(body), headers }),
  );
  return { response, calls: rest.calls };
}

describe("export-requests", () => {
  it.each(csvModes)("passes on every page once, byte by byte, in %s mode, as the reader", async (mode) => {
    const { response, calls } = await order({ providerId, mode, filter: {} }, requests(12_500));
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(response.headers.get("content-disposition")).toBe(
      `attachment; filename="migration-requests-2026-11-23-${mode}.csv"`,
    );
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await response.arrayBuffer());
    expect(text).toBe(head + Array.from({ length: 12_500 }, (_, index) => record(index + 1)).join(""));
    expect(calls.flatMap((call) => pageOf(call) ?? [])).toEqual([
      { p_export: exportId, p_after: null, p_most: 5000 },
      { p_export: exportId, p_after: reference(5000), p_most: 5000 },
      { p_export: exportId, p_after: reference(10_000), p_most: 2500 },
    ]);
    expect(new Set(calls.map(({ authorization }) => authorization))).toEqual(new Set(["Bearer a.b.c"]));
  });

  it("records the filter and the number of rows in the audit before it reads the first one", async () => {
    const filter = { status: ["preparing"], oldProvider: ['A "quoted", name'], from: "2026-11-01T00:00:00Z" };
    const { calls } = await order({ providerId, mode: "machine", filter }, requests(3));
    expect(calls.slice(0, 3).map(({ path }) => path)).toEqual([
      "/rpc/export_count",
      "/rpc/record_export",
      "/rpc/export_page",
    ]);
    expect(calls[0]?.body).toEqual({ p_provider: providerId, p_filter: filter });
    expect(calls[1]?.body).toEqual({
      p_provider: providerId,
      p_mode: "machine",
      p_filter: filter,
      p_row_count: 3,
    });
  });

  it("records the hash of what it sent in the audit before the file ends", async () => {
    const { response, calls } = await order({ providerId, mode: "spreadsheet" }, requests(6000));
    const sent = new Uint8Array(await response.arrayBuffer());
    expect(calls.at(-1)).toMatchObject({
      path: "/rpc/record_export_hash",
      body: {
        p_provider: providerId,
        p_export: exportId,
        p_sha256: createHash("sha256").update(sent).digest("hex"),
      },
    });
  });

  it("aborts if the hash is not stored, so that no file leaves without one", async () => {
    const { response } = await order({ providerId, mode: "machine" }, (call) =>
      call.path === "/rpc/record_export_hash" ? failed : requests(3)(call),
    );
    await expect(response.text()).rejects.toThrow();
  });

  it("exports no more rows than the audit recorded", async () => {
    const { response } = await order({ providerId, mode: "machine" }, requests(7000, 6000));
    expect((await response.text()).split("\r\n")).toHaveLength(1 + 6000 + 1);
  });

  it("ends where the rows end, if some have gone since they were counted", async () => {
    const { response, calls } = await order({ providerId, mode: "machine" }, requests(5000, 5001));
    expect((await response.text()).split("\r\n")).toHaveLength(1 + 5000 + 1);
    expect(calls.at(-1)?.path).toBe("/rpc/record_export_hash");
  });

  it.each([failed, { text: "something else" }])(
    "aborts when a page fails, so that no half file looks complete",
    async (bad) => {
      const { response } = await order({ providerId, mode: "machine" }, (call) =>
        pageOf(call)?.p_after ? bad : requests(6000)(call),
      );
      await expect(response.text()).rejects.toThrow();
    },
  );

  it("reads one page ahead of the reader and no further", async () => {
    const { response, calls } = await order({ providerId, mode: "machine" }, requests(50_000));
    const reader = response.body?.getReader();
    await reader?.read();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(calls.filter((call) => pageOf(call)).length).toBeLessThanOrEqual(4);
    await reader?.cancel();
  });

  it("writes only the head when nothing matches", async () => {
    const { response } = await order({ providerId, mode: "machine" }, requests(0));
    expect(await response.text()).toBe(head.slice(1));
  });

  it("refuses more rows than one export may hold, before the audit", async () => {
    const { response, calls } = await order({ providerId, mode: "machine" }, requests(250_001));
    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({ error: { code: "export_too_large", hint: "250001" } });
    expect(calls).toHaveLength(1);
  });

  it.each(["export_count", "record_export", "export_page"])("passes on a refusal by %s", async (name) => {
    const refusal = { code: "PT403", message: "not_permitted", hint: "report.export", details: null };
    const { response, calls } = await order({ providerId, mode: "machine" }, (call) =>
      call.path === `/rpc/${name}` ? { status: 403, body: refusal } : requests(3)(call),
    );
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({ error: { code: "not_permitted", hint: "report.export" } });
    expect(calls.at(-1)?.path).toBe(`/rpc/${name}`);
  });

  it.each([
    { providerId: "x", mode: "machine" },
    { providerId, mode: "xlsx" },
    { providerId, mode: "machine", filter: { status: ["gone"] } },
    { providerId, mode: "machine", filter: { to: "today" } },
  ])("refuses %j", async (body) => {
    const { response, calls } = await order(body, requests(1));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: "invalid_input" } });
    expect(calls).toEqual([]);
  });
});
