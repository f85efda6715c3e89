import { csvModes, parseCsv } from "#domain/reports/csv.ts";
import { exportHeader } from "#domain/reports/export-columns.ts";
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
const reference = (serial: number) => `M-${String(serial).padStart(5, "0")}`;
const row = (serial: number) => ({
  reference: reference(serial),
  phone_number: "+447700900123",
  client: { name: '=HYPERLINK("x")' },
  source_waba_id: "1234567890123456",
});

/** Serves a table of `size` rows with keyset paging. */
function table(size: number) {
  return ({ method, path, query }: RestCall): RestAnswer => {
    if (path === "/rpc/record_export") return { body: exportId };
    if (path === "/rpc/record_export_hash") return { body: { id: exportId } };
    if (method === "HEAD") return { headers: { "content-range": `0-0/${size}` } };
    const after = Number(query.get("reference")?.replace("gt.M-", "") ?? 0);
    const length = Math.min(Number(query.get("limit")), size - after);
    return { body: Array.from({ length }, (_, index) => row(after + index + 1)) };
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
  it.each(csvModes)("streams every row once in %s mode, as the reader", async (mode) => {
    const { response, calls } = await order({ providerId, mode, filter: {} }, table(2500));
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(response.headers.get("content-disposition")).toBe(
      `attachment; filename="migration-requests-2026-11-23-${mode}.csv"`,
    );
    const bytes = await response.arrayBuffer();
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    expect(text.startsWith("\uFEFF")).toBe(mode === "spreadsheet");
    const [header, ...records] = parseCsv(text, mode);
    expect(header).toEqual(exportHeader);
    expect(records.map(([first]) => first)).toEqual(Array.from({ length: 2500 }, (_, i) => reference(i + 1)));
    expect(records[0]).toContain('=HYPERLINK("x")');
    expect(records[0]).toContain("1234567890123456");
    expect(new Set(calls.map(({ authorization }) => authorization))).toEqual(new Set(["Bearer a.b.c"]));
  });

  it("records the filter and the number of rows in the audit before it reads the first one", async () => {
    const filter = { status: ["preparing"], oldProvider: ['A "quoted", name'], from: "2026-11-01T00:00:00Z" };
    const { calls } = await order({ providerId, mode: "machine", filter }, table(3));
    expect(calls.slice(0, 3).map(({ method, path }) => `${method} ${path}`)).toEqual([
      "HEAD /migration_requests",
      "POST /rpc/record_export",
      "GET /migration_requests",
    ]);
    expect(calls[1]?.body).toEqual({
      p_provider: providerId,
      p_mode: "machine",
      p_filter: filter,
      p_row_count: 3,
    });
    for (const { query } of [calls[0], calls[2]].filter((call) => call !== undefined)) {
      expect(query.get("provider_id")).toBe(`eq.${providerId}`);
      expect(query.get("status")).toBe('in.("preparing")');
      expect(query.get("old_provider_name")).toBe('in.("A \\"quoted\\", name")');
      expect(query.get("created_at")).toBe("gte.2026-11-01T00:00:00Z");
    }
  });

  it("records the hash of what it sent in the audit before the file ends", async () => {
    const { response, calls } = await order({ providerId, mode: "spreadsheet" }, table(1500));
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
    const refusing = (call: RestCall): RestAnswer =>
      call.path === "/rpc/record_export_hash"
        ? { status: 500, body: { message: "gone", code: "XX000" } }
        : table(3)(call);
    const { response } = await order({ providerId, mode: "machine" }, refusing);
    await expect(response.text()).rejects.toThrow();
  });

  it("exports no more rows than the audit recorded", async () => {
    const grown = (call: RestCall) =>
      call.method === "HEAD" ? { headers: { "content-range": "0-0/2" } } : table(5)(call);
    const { response } = await order({ providerId, mode: "machine" }, grown);
    expect(parseCsv(await response.text(), "machine")).toHaveLength(3);
  });

  it("aborts when a page fails, so that no half file looks complete", async () => {
    const failing = (call: RestCall) =>
      call.query.has("reference")
        ? { status: 500, body: { message: "gone", code: "XX000" } }
        : table(2500)(call);
    const { response } = await order({ providerId, mode: "machine" }, failing);
    await expect(response.text()).rejects.toThrow();
  });

  it("exports the results of a search, with short URLs", async () => {
    const found = Array.from(
      { length: 150 },
      (_, i) => `7f0c8f0e-8f5c-4b1a-9a55-${String(i).padStart(12, "0")}`,
    );
    const searching = (call: RestCall): RestAnswer => {
      if (call.path === "/rpc/search_request_ids") return { body: found };
      const ids = call.query.get("id")?.split(",").length ?? 0;
      if (call.method === "HEAD") return { headers: { "content-range": `0-0/${ids}` } };
      return call.path === "/migration_requests"
        ? { body: Array.from({ length: ids }, (_, i) => row(ids === 100 ? i + 51 : i + 1)) }
        : table(0)(call);
    };
    const { response, calls } = await order(
      { providerId, mode: "machine", filter: { search: "447" } },
      searching,
    );
    const records = parseCsv(await response.text(), "machine").slice(1);
    expect(records.map(([first]) => first)).toEqual(Array.from({ length: 150 }, (_, i) => reference(i + 1)));
    expect(calls[3]).toMatchObject({ path: "/rpc/record_export", body: { p_row_count: 150 } });
  });

  it("searches within the filter, and refuses a search with too many results to export completely", async () => {
    const many = Array.from(
      { length: 5001 },
      (_, i) => `7f0c8f0e-8f5c-4b1a-9a55-${String(i).padStart(12, "0")}`,
    );
    const { response, calls } = await order(
      { providerId, mode: "machine", filter: { search: "447", status: ["preparing"], reason: [] } },
      (call) => (call.path === "/rpc/search_request_ids" ? { body: many } : table(0)(call)),
    );
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({
      body: { p_query: "447", p_filter: { provider_id: [providerId], status: ["preparing"] }, p_most: 5001 },
    });
    expect(response.status).toBe(413);
  });

  it("writes only the header when nothing matches", async () => {
    const { response } = await order({ providerId, mode: "machine" }, table(0));
    expect(parseCsv(await response.text(), "machine")).toEqual([[...exportHeader]]);
  });

  it("refuses more rows than one export may hold, before the audit", async () => {
    const { response, calls } = await order({ providerId, mode: "machine" }, table(250_001));
    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({ error: { code: "export_too_large", hint: "250001" } });
    expect(calls).toHaveLength(1);
  });

  it("reads no row for a person who may not export", async () => {
    const refusing = (call: RestCall) =>
      call.path.startsWith("/rpc/")
        ? {
            status: 403,
            body: { code: "PT403", message: "not_permitted", hint: "report.export", details: null },
          }
        : table(3)(call);
    const { response, calls } = await order({ providerId, mode: "machine" }, refusing);
    expect(response.status).toBe(403);
    expect(calls.map(({ method }) => method)).toEqual(["HEAD", "POST"]);
  });

  it.each([
    { providerId: "x", mode: "machine" },
    { providerId, mode: "xlsx" },
    { providerId, mode: "machine", filter: { status: ["gone"] } },
    { providerId, mode: "machine", filter: { to: "today" } },
  ])("refuses %j", async (body) => {
    const { response, calls } = await order(body, table(1));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: "invalid_input" } });
    expect(calls).toEqual([]);
  });
});
