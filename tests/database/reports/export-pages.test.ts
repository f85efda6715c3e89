/** An export holds what its reader may see and its filter leaves, written so that every value comes back. */
import { beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { type CsvMode, csvModes } from "#domain/reports/csv-modes.ts";
import type { RequestFilter } from "#domain/requests/request-filter.ts";
import type { Actor } from "../../fixtures/two-tenants.ts";
import { useDriver } from "../../fixtures/own-database.ts";
import { parseCsv } from "../../fixtures/parse-csv.ts";

const { database, tenants, driver } = await useDriver();
const { provider } = tenants.own;

/** Names and order are a promise to the programs that read the file: new columns go to the end. */
const header =
  "reference,id,phone_number,phone_country,company,status,waiting_on,next_action,next_action_subject,readiness," +
  "checks_passed,checks_total,reason,reason_note,old_provider_name,monthly_volume,contact_name,contact_email," +
  "source_business_id,source_waba_id,source_phone_number_id,route,destination_waba_id,destination_phone_number_id," +
  "assignee,hold_reason,window_starts_at,window_ends_at,due_at,created_at,submitted_at,registered_at,completed_at," +
  "closed_reason,closed_note,updated_at";
const columns = header.split(",");

beforeAll(async () => {
  const statuses = ["draft", "submitted", "submitted", "preparing", "scheduled", "completed"] as const;
  for (const status of statuses) await (status === "draft" ? driver.draft() : driver.bringTo(status));
  const ids = await database.sql<
    { id: string }[]
  >`select id from public.migration_requests order by reference`;
  for (const [at, { id }] of ids.entries())
    await database.sql`update public.migration_requests set created_at = ${`2026-0${at + 1}-01T00:00:00Z`},
      old_provider_name = ${`Old "${at % 2}", Ltd`} where id = ${id}`;
});

async function recorded(actor: Actor, filter: RequestFilter = {}, mode: CsvMode = "machine", rows = 1) {
  const answer = await driver.try(actor, "record_export", { provider, mode, filter, row_count: rows });
  return z.uuid().parse("done" in answer ? answer.done : answer);
}

async function page(actor: Actor, id: string, after: string | null = null, most = 5000) {
  const answer = await driver.try(actor, "export_page", { export: id, after, most });
  if ("refused" in answer) throw new Error(`${answer.refused} ${answer.hint}`);
  const [, rows, last = "", csv = ""] = /^(\d+) (.*)\n([^]*)$/.exec(z.string().parse(answer.done)) ?? [];
  return { rows: Number(rows), last, csv };
}

const whole = async (filter: RequestFilter = {}, mode: CsvMode = "machine") =>
  parseCsv((await page("analyst", await recorded("analyst", filter, mode))).csv, mode);

/** What the export must hold, column by column, as Postgres itself writes it for programs. */
async function rowsOf(condition = "true"): Promise<string[][]> {
  const rows = await database.sql.unsafe<{ row: Record<string, unknown> }[]>(
    `select to_jsonb(m) || jsonb_build_object('company', c.name, 'assignee', a.name) as row
     from public.migration_requests m join public.clients c on c.id = m.client_id
     left join public.members a on a.id = m.assignee_id
     where m.provider_id = $1 and (${condition}) order by m.reference collate "C"`,
    [provider],
  );
  const text = z.union([z.string(), z.number().transform(String), z.null().transform(() => "")]);
  return rows.map(({ row }) => columns.map((column) => text.parse(row[column])));
}

describe("its rows", () => {
  it("are all of the provider's requests, under the promised names", async () => {
    const [names, ...records] = await whole();
    expect(names).toEqual(columns);
    expect(records).toEqual(await rowsOf());
    expect(records).toHaveLength(6);
  });

  it("come page by page, each once, whether sorted or walked in their order", async () => {
    for (const counted of [1, 6]) {
      const id = await recorded("manager", {}, "machine", counted);
      const first = await page("manager", id, null, 4);
      const second = await page("manager", id, first.last, 4);
      expect([first.rows, second.rows]).toEqual([4, 2]);
      expect(parseCsv(first.csv + second.csv, "machine").slice(1)).toEqual(await rowsOf());
      expect(await page("manager", id, second.last, 4)).toEqual({ rows: 0, last: "", csv: "" });
    }
  });

  const filters: [RequestFilter, string][] = [
    [{ status: ["submitted"] }, "status = 'submitted'"],
    [{ status: ["submitted", "draft"], reason: [] }, "status in ('submitted', 'draft')"],
    [{ waitingOn: ["us"] }, "waiting_on = 'us'"],
    [
      { waitingOn: ["client"], from: "2026-02-01T00:00:00Z" },
      "waiting_on = 'client' and m.created_at >= '2026-02-01Z'",
    ],
    [{ oldProvider: ['Old "1", Ltd'] }, `old_provider_name = 'Old "1", Ltd'`],
    [{ reason: ["price"], oldProvider: ["'; drop table x"] }, "false"],
    [
      { from: "2026-02-01T02:00:00+02:00", to: "2026-04-01T00:00:00Z" },
      "m.created_at >= '2026-02-01Z' and m.created_at < '2026-04-01Z'",
    ],
    [{ search: "m-00002" }, "reference = 'M-00002'"],
    [{ search: "own", status: ["completed"] }, "c.name = 'Own' and status = 'completed'"],
    [{ search: "own", to: "2026-03-01T00:00:00Z" }, "c.name = 'Own' and m.created_at < '2026-03-01Z'"],
    [{ search: "zz'); --" }, "false"],
  ];
  it.each(filters)("follow the filter %j, and are counted before", async (filter, condition) => {
    const expected = await rowsOf(condition);
    expect((await whole(filter)).slice(1)).toEqual(expected);
    const count = await driver.try("analyst", "export_count", { provider, filter });
    expect(count).toEqual({ done: expected.length });
  });

  it("refuses a period that is none", async () => {
    const filter = { from: "yesterday-ish" };
    expect(await driver.try("analyst", "export_count", { provider, filter })).toMatchObject({
      refused: "400 invalid_input",
    });
  });
});

describe("its cells", () => {
  const awkward = [
    "=1+1",
    "'",
    'a "b"',
    "c,d",
    "e\r\nf",
    ";=g",
    "\t",
    "＝h",
    "123456789012",
    "ключ 😀",
    "1 2+00",
  ];

  /** Puts the value into every column that admits it, past the triggers; returns their names. */
  async function spoil(value: string): Promise<string[]> {
    const admitted: string[] = [];
    await database.sql.begin(async (sql) => {
      await sql`select set_config('session_replication_role', 'replica', true)`;
      for (const column of columns.filter((one) => !["reference", "company", "assignee"].includes(one)))
        await sql
          .savepoint(async (inner) => {
            await inner`update public.migration_requests set ${inner(column)} = ${value} where provider_id = ${provider}`;
            admitted.push(column);
          })
          // A type or a check refuses it: then the column needs no care.
          .catch(() => undefined);
      await sql`update public.clients set name = ${value} where provider_id = ${provider}`;
      await sql`update public.request_list set client_name = ${value} where provider_id = ${provider}`;
      await sql`update public.members set name = ${value} where provider_id = ${provider}`;
      // One person may record thirty in an hour.
      await sql`update public.exports set created_at = created_at - interval '2 hours'`;
    });
    return admitted;
  }

  it("come back in both modes, whatever the columns admit", async () => {
    const admitted = new Set<string>();
    for (const value of awkward) {
      for (const column of await spoil(value)) admitted.add(column);
      const expected = await rowsOf();
      for (const mode of csvModes)
        expect((await whole({}, mode)).slice(1), `${value} ${mode}`).toEqual(expected);
    }
    expect([...admitted]).toEqual(
      expect.arrayContaining(["contact_name", "hold_reason", "closed_note", "next_action"]),
    );
  });

  it("are safe in a spreadsheet: a formula, a long id and a phone number stay text", async () => {
    await spoil("=1+1");
    const [, record = ""] = (await page("analyst", await recorded("analyst", {}, "spreadsheet"))).csv.split(
      "\r\n",
    );
    expect(record).toContain("'=1+1");
    expect(record).toMatch(/,'\+\d{7,15},/);
    await database.sql`update public.migration_requests set source_waba_id = '123456789012345'`;
    expect((await page("analyst", await recorded("analyst", {}, "spreadsheet"))).csv).toContain(
      ",'123456789012345,",
    );
    expect((await page("analyst", await recorded("analyst"))).csv).toContain(",123456789012345,");
  });
});

describe("its reader", () => {
  it("is the person who recorded it, until the hash is stored or an hour has passed", async () => {
    const id = await recorded("manager");
    const refused = "404 export_not_found";
    for (const actor of ["analyst", "admin", "client", "foreignAdmin", "endedMember"] as const)
      await expect(page(actor, id), actor).rejects.toThrow(refused);
    await expect(page("manager", provider)).rejects.toThrow(refused);
    expect((await page("manager", id)).rows).toBe(6);
    await database.sql`update public.exports set created_at = now() - interval '61 minutes' where id = ${id}`;
    await expect(page("manager", id)).rejects.toThrow(refused);
    const next = await recorded("manager");
    await driver.try("manager", "record_export_hash", { provider, export: next, sha256: "ab".repeat(32) });
    await expect(page("manager", next)).rejects.toThrow(refused);
  });

  it("sees only what policies let them see, whatever provider the record names", async () => {
    const id = await recorded("manager");
    await database.sql`update public.exports set provider_id = ${tenants.foreign.provider} where id = ${id}`;
    await expect(page("manager", id)).rejects.toThrow("404 export_not_found");
    const [own] = await database.sql<
      { id: string }[]
    >`insert into public.exports (provider_id, user_id, mode, filter,
      row_count) values (${provider}, ${tenants.claims.foreignAdmin.sub ?? ""}, 'machine', '{}', 1) returning id`;
    await expect(page("foreignAdmin", own?.id ?? "")).rejects.toThrow("404 export_not_found");
    expect(await driver.try("foreignAdmin", "export_count", { provider, filter: {} })).toEqual({ done: 0 });
  });
});
