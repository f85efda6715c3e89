/** Everything that people can write has a shape and a limit, even if they call the command directly. */
import { describe, expect, it, test } from "vitest";
import { tomorrow } from "../../fixtures/command-driver.ts";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, driver } = await useDriver();

/** Columns without a limit of their own, by who writes them: a person's text only gets there through a limited one. */
const written: Record<string, string[]> = {
  "by the engine, of what Meta answers (cut where it is read)": [
    "monitoring_checks.cause",
    "checks.cause",
    "checks.evidence_field",
    "checks.evidence_parts",
    "cutover_steps.result",
    "exception_payloads.fbtrace_id",
    "message_sightings.message_hash",
    "meta_connections.token_scopes",
    "rehearsals.result",
    "request_alarms.facts",
    "request_alarms.subject",
    "snapshots.data",
    "template_forecasts.summary",
    "template_readings.cause",
    "templates.category",
    "templates.destination_status",
    "templates.destination_template_id",
    "templates.language",
    "templates.name",
    "templates.source_quality",
    "templates.source_status",
    "templates.source_template_id",
    "templates.why",
  ],
  "by commands and triggers, of lists and of what stands elsewhere": [
    "audit_rows.actor_kind",
    "audit_rows.body",
    "audit_rows.hash",
    "audit_rows.kind",
    "audit_values.field",
    "audit_values.salt",
    "audit_values.value",
    "check_staff_data.claimed_value",
    "check_staff_data.evidence_value",
    "check_staff_data.waived_reason",
    "cutover_steps.step",
    "events.from_status",
    "events.kind",
    "events.next_action",
    "events.to_status",
    "migration_requests.clock_measures",
    "migration_requests.closed_reason",
    "migration_requests.next_action",
    "migration_requests.next_action_subject",
    "migration_requests.reference",
    "migration_requests.route_chosen_for",
    "migration_requests.second_approved_for",
    "migration_requests.window_confirmed_for",
    "migration_requests.tracks",
    "provider_calendars.holidays",
    "request_alarms.code",
    ...[
      "client_name hold_reason next_action next_action_subject old_provider_name phone_country phone_number reason",
      "reference status waiting_on words",
    ].flatMap((names) => names.split(" ").map((name) => `request_list.${name}`)),
    "request_staff_data.route_answers",
    "request_exceptions.code",
    "request_exceptions.step",
    "test_messages.last_four",
    "test_messages.message_hash",
  ],
  "by the zone's own command": ["providers.time_zone"],
  "by the operator alone": ["old_providers.support_email", "tariffs.support_locales"],
};

test("every text, list and document of a table has a limit, or nobody writes it", async () => {
  const columns = await database.sql<{ name: string }[]>`
    select c.relname || '.' || a.attname as name
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
      and a.atttypid = any ('{text,jsonb,json,text[],date[],bytea}'::regtype[])
      and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype in ('c', 'f') and a.attnum = any (k.conkey))
      and not exists (select from pg_trigger t join pg_proc f on f.oid = t.tgfoid
        where t.tgrelid = c.oid and f.proname in ('refuse_field', 'refuse_too_long')
          and pg_get_triggerdef(t.oid) ~* ('new\\.' || a.attname || '\\M'))
    order by 1`;
  expect(columns.map(({ name }) => name)).toEqual(Object.values(written).flat().toSorted());
});

describe("an application", () => {
  const long = "1".repeat(31);
  it.each<[field: string, value: unknown]>([
    ["contactEmail", "one@x.example, two@x.example"],
    ["contactEmail", "one@x.example\r\nBcc: four@x.example"],
    ["contactEmail", "nobody"],
    ["contactEmail", `${"a".repeat(250)}@x.example`],
    ["authorisedEmail", "Ann <ann@x.example>"],
    ["companyName", "Evil\r\nBcc: victim@x.example"],
    ["contactName", "Ann\u2028Lee"],
    ["contactName", "a".repeat(121)],
    ["contactPhone", "1\t2"],
    ["oldProviderName", "Old\u0007"],
    ["reasonNote", "a".repeat(1001)],
    ["reasonNote", "bell\u0007"],
    ["sourceBusinessId", long],
    ["sourceWabaId", `${"9".repeat(20)}\n`],
    ["sourcePhoneNumberId", "12a"],
    ["acknowledgements", Array.from({ length: 21 }, () => "history_stays")],
    ["acknowledgements", ["a".repeat(1001)]],
    ["monthlyVolume", 1e30],
    ["accountModel", "newest"],
    ["more", "x".repeat(20_000)],
  ])("is refused for its %s, case %#", async (field, value) => {
    const application = { ...draft(), [field]: value };
    const answer = await driver.try(
      "stranger",
      "create_draft",
      { provider_slug: "home", application },
      false,
    );
    expect(answer).toMatchObject({ refused: "400 invalid_input" });
    expect(JSON.stringify(answer)).not.toMatch(/constraint|relation|migration_requests|Failing row/);
  });

  it.each([
    ["contactEmail", "h&m@example.com"],
    ["contactEmail", "почта@пример.рф"],
    ["contactEmail", "info@xn--e1afmkfd.xn--p1ai"],
    ["companyName", "Чайная «Самовар & Ко»"],
    ["reasonNote", "One line\nand another\t."],
  ])("is accepted with the %s %j", async (field, value) => {
    const application = { ...draft(), [field]: value };
    expect(
      await driver.try("stranger", "create_draft", { provider_slug: "home", application }, false),
    ).toHaveProperty("done");
  });

  const draft = () => ({
    phoneNumber: "+12125550199",
    phoneCountry: "US",
    companyName: "Own",
    contactName: "C",
    contactEmail: "c@client.example",
    oldProviderName: "Oldbridge",
    reason: "price",
    acknowledgements: ["history_stays"],
  });
});

describe("a command", () => {
  const year = (of: number) => ({ starts_at: `${of}-01-01T10:00:00Z`, ends_at: `${of}-01-01T11:00:00Z` });

  it.each<[actor: "client" | "manager" | "admin", name: string, input: object]>([
    ["client", "set_client_hours", { hours: [{ weekday: "x", from: 0, to: 60 }], time_zone: "UTC" }],
    ["client", "set_client_hours", { hours: [{ weekday: 1, from: 0, to: 60 }], time_zone: "Factory" }],
    ["client", "propose_window", { ...year(9999), note: null }],
    ["client", "propose_window", { ...year(2031), note: null }],
    ["manager", "schedule_request", year(2031)],
    ["manager", "edit_facts", { facts: { more: "x".repeat(2_000_000) } }],
    ["manager", "edit_facts", { facts: { contactEmail: "a@x.example,b@x.example" } }],
    ["manager", "hold_request", { reason: "x".repeat(4001) }],
  ])("of the %s is refused: %s, case %#", async (actor, name, input) => {
    const request = await driver.bringTo("scheduled");
    const answer = await driver.tryCommand(actor, name, request, input as Record<string, unknown>);
    expect(answer).toMatchObject({ refused: expect.stringMatching(/^40[03] /) as string });
    expect(JSON.stringify(answer)).not.toMatch(/constraint|relation|Failing row/);
  });

  it("keeps only the hours themselves, and nothing sent along with them", async () => {
    const request = await driver.bringTo("preparing");
    const hours = [{ weekday: "2", from: "60", to: 120, more: "x".repeat(1_000_000) }];
    await driver.command("client", "set_client_hours", request, { hours, time_zone: "Europe/London" });
    const [row] =
      await database.sql`select client_hours from public.migration_requests where id = ${request}`;
    expect(row).toEqual({ client_hours: [{ weekday: 2, from: 60, to: 120 }] });
    const [event] = await database.sql<{ size: number }[]>`
      select length(data::text) as size from public.events where request_id = ${request} order by id desc limit 1`;
    expect(event?.size).toBeLessThan(200);
    const { provider } = driver.tenants.own;
    const strings = [{ weekday: "1", from: "0", to: "60" }];
    await database.asUser(
      driver.tenants.claims.admin,
      (sql) => sql`select public.save_calendar(${provider}, 'UTC', 'US', ${sql.json(strings)}, true, '{}')`,
    );
    const [kept] =
      await database.sql`select hours from public.provider_calendars where provider_id = ${provider}`;
    expect(kept).toEqual({ hours: [{ weekday: 1, from: 0, to: 60 }] });
  });

  it("that chooses a route accepts no advice of unlimited length, and no invalid id", async () => {
    const request = await driver.bringTo("preparing");
    const { connection } = driver.tenants.own;
    const choose = (more: object) =>
      driver.tryCommand("manager", "choose_route", request, {
        route: "R2",
        connection,
        destination_waba_id: "90021",
        ...more,
      });
    expect(await choose({ advice: { text: "x".repeat(20_000) } })).toMatchObject({
      refused: "400 invalid_input",
    });
    expect(await choose({ destination_waba_id: "9".repeat(31) })).toMatchObject({
      refused: "400 invalid_input",
    });
    expect(await choose({ advice: { R2: "allowed" } })).toHaveProperty("done");
  });
});

it("a search takes words of a sensible length, and takes them literally", async () => {
  const request = await driver.bringTo("preparing");
  await driver.command("manager", "schedule_request", request, tomorrow());
  const [row] = await database.sql<{ reference: string }[]>`
    select reference from public.migration_requests where id = ${request}`;
  const found = (query: string) =>
    database.asUser(
      driver.tenants.claims.manager,
      async (sql) => (await sql`select public.search_request_ids(${query})`).count,
    );
  expect(await found(row?.reference ?? "")).toBeGreaterThan(0);
  for (const nothing of ["__", "M_0", "%%", "a".repeat(101), "9".repeat(1_000_000)])
    expect(await found(nothing)).toBe(0);
});
