/** What the installation holds about a person, and how it forgets them. */
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { byMail } from "../../fixtures/database.ts";
import { AuditFixture } from "../audit/audit-fixture.ts";
import { findTexts, operatorOf } from "./persons-fixture.ts";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, tenants } = await useDriver();
const fixture = new AuditFixture(database, tenants);
let sub: string;

const email = "quentin@forgotten.example";
const marks = ["Quentin", "quentin@forgotten.example", "+442079460991", "Head of Quince"];

beforeAll(async () => {
  sub = await database.createUser(email);
  await database.sql`insert into public.client_members (provider_id, client_id, user_id, name, email)
    values (${tenants.own.provider}, ${tenants.own.client}, ${sub}, 'Quentin Example', 'Quentin@Forgotten.Example')`;
});

const operator = operatorOf(() => database);
const found = (words: readonly string[] = marks) => findTexts(database, words);

const person = () => ({ role: "authenticated", sub, email }) as const;

/** A request with the person as contact and authorised person, and with their words in it. */
async function request(): Promise<string> {
  const id = await fixture.driver.draft({
    contactName: "Quentin Example",
    contactEmail: email,
    contactPhone: "+442079460991",
    authorisedName: "Quentin Example",
    authorisedEmail: "QUENTIN@forgotten.example",
    authorisedPosition: "Head of Quince",
  });
  const said = await fixture.driver.try(person(), "add_comment", {
    request: id,
    visibility: "client",
    body: "Quentin here: please call.",
  });
  expect(said).toHaveProperty("done");
  return id;
}

test("a person who appears nowhere is not found", async () => {
  expect(await operator("erase_person", "nobody@nowhere.example")).toEqual({
    refused: "person_not_found",
    hint: "",
  });
});

test("nobody is forgotten while they belong to a provider or to a live request, and nothing changes then", async () => {
  const [row] = await database.sql<{ email: string }[]>`
    select email from auth.users where id = ${tenants.claims.manager.sub ?? ""}`;
  expect(await operator("erase_person", row?.email ?? "")).toEqual({
    refused: "person_is_member",
    hint: "home",
  });
  const id = await request();
  const [live] = await database.sql<{ reference: string }[]>`
    select reference from public.migration_requests where id = ${id}`;
  const before = await found();
  expect(await operator("erase_person", email)).toEqual({
    refused: "person_in_live_request",
    hint: live?.reference,
  });
  expect(await found()).toEqual(before);
  await fixture.driver.command("client", "cancel_request", id, { note: null });
});

test("the export names every row about the person and nobody else's", async () => {
  const { done } = (await operator<Record<string, unknown[]>>(
    "person_data",
    " Quentin@forgotten.example ",
  )) as {
    done: Record<string, unknown[]>;
  };
  const { email: address, ...parts } = done;
  expect(address).toBe(email);
  expect(Object.fromEntries(Object.entries(parts).map(([part, rows]) => [part, rows.length]))).toEqual({
    accounts: 1,
    members: 0,
    client_members: 1,
    invitations: 0,
    requests: 1,
    comments: 1,
    evidence: 0,
    actions: 1,
    exports: 0,
    other_rows: 1,
    audit_values: 8,
  });
  expect(parts.requests).toMatchObject([
    { filed: false, contact_email: email, authorised_position: "Head of Quince" },
  ]);
});

test("a forgotten person appears in no row, what was done stays, and the audit is whole", async () => {
  await fixture.seal();
  expect((await found()).length).toBeGreaterThan(5);
  const [before] = await database.sql`select count(*)::int as n from public.events`;
  expect(await operator("erase_person", email)).toMatchObject({
    done: { accounts: [sub], rows: { requests: 1, comments: 1 } },
  });
  expect(await found()).toEqual([]);
  expect(await database.sql`select count(*)::int as n from public.events`).toEqual([before]);
  await fixture.seal();
  expect(await fixture.faults()).toEqual([]);
  expect(await found()).toEqual([]);
  const seen = await database.asUser(person(), (sql) => sql`select from public.migration_requests`);
  expect(seen.count).toBe(0);
});

test("a former member who filed, confirmed, noted and was replaced leaves no name behind, and their account can go", async () => {
  const former = "ysolde@forgotten.example";
  const account = await database.createUser(former);
  await database.sql`update auth.users set email_confirmed_at = now() where id = ${account}`;
  const ysolde = { role: "authenticated", sub: account, email: former, ...byMail } as const;
  const provider = tenants.own.provider;
  const application = { contactName: "Ysolde Example", contactEmail: former };
  const at = async (id: string, more: object) => ({
    request: id,
    version: await fixture.driver.version(id),
    ...more,
  });
  const done = async (answer: Promise<unknown>) => expect(await answer).toHaveProperty("done");

  // The authorised person of a moved request whose contact was replaced.
  const moved = await fixture.driver.draft({
    ...application,
    authorisedName: "Ysolde Example",
    authorisedEmail: former,
  });
  const other = {
    phoneNumber: "+12025550199",
    phoneCountry: "US",
    reason: "price",
    oldProviderName: "Oldbridge",
    contactName: "Otto",
    contactEmail: "otto@other.example",
    authorisedName: "Ysolde Example",
    authorisedEmail: former,
    acknowledgements: [
      "service_by_route",
      "history_stays",
      "templates_by_route",
      "templates_not_copied",
      "number_keeps_by_route",
    ],
  };
  await done(fixture.driver.try("client", "save_draft", await at(moved, { application: other })));
  const [replaced] = await database.sql`
    select contact_email as contact, authorised_email as authorised from public.migration_requests where id = ${moved}`;
  expect(replaced).toEqual({ contact: "otto@other.example", authorised: former });

  await done(
    fixture.driver.try("admin", "invite_member", {
      provider,
      email: former,
      name: "Ysolde Example",
      role: "manager",
    }),
  );
  const [invited] = await database.sql<{ id: string }[]>`
    select id from public.invitations where email = ${former}`;
  await done(fixture.driver.try(ysolde, "accept_invitation", { invitation: invited?.id ?? "" }));
  const [member] = await database.sql<{ id: string }[]>`
    select id from public.members where user_id = ${account}`;

  await fixture.driver.command("client", "submit_request", moved);
  await fixture.driver.command("manager", "accept_request", moved);
  const word = { code: "CODE_CHANNEL", kind: "person", evidence: "Ysolde says so" };
  await done(fixture.driver.try(ysolde, "confirm_check", await at(moved, word)));
  const denial = {
    code: "CAMPAIGNS_PAUSED",
    kind: "person",
    evidence: "Ysolde was told no",
    outcome: "failed",
  };
  await done(fixture.driver.try(ysolde, "confirm_check", await at(moved, denial)));
  const waived = { code: "ROLLBACK_CARD", reason: "Ysolde needs none" };
  await done(fixture.driver.try(ysolde, "waive_check", await at(moved, waived)));
  await done(fixture.driver.try(ysolde, "hold_request", await at(moved, { reason: "Ysolde is away" })));
  const [opened] = await database.sql<{ code: string }[]>`
    select code from private.exception_catalogue where 'preparing' = any (opened_in) and settled_by_hand order by code limit 1`;
  const exception = { code: opened?.code ?? "", note: "Ysolde knows of it" };
  await done(fixture.driver.try(ysolde, "open_exception", await at(moved, exception)));
  await database.sql`insert into public.request_alarms (provider_id, client_id, request_id, code, subject, facts, opened_at, last_at,
    acknowledged_at, acknowledged_by, note)
    values (${provider}, ${tenants.own.client}, ${moved}, 'PARTNER_REMOVED', '', '{}', now(), now(), now(), ${account}, 'Ysolde called')`;
  await database.sql`update public.migration_requests set status = 'completed', assignee_id = ${member?.id ?? ""} where id = ${moved}`;
  const rejected = await fixture.driver.bringTo("submitted");
  const why = { reason: "duplicate", note: "Ysolde has it already" };
  await done(fixture.driver.try(ysolde, "reject_request", await at(rejected, why)));
  await done(fixture.driver.try("admin", "end_member", { provider, member: member?.id ?? "" }));

  await fixture.seal();
  const words = ["Ysolde", former];
  const held = (await found(words)).map((hit) => hit.slice(0, hit.indexOf(":")));
  for (const relation of ["audit_values", "checks", "events", "exception_payloads", "invitations", "members"])
    expect(held).toContain(`public.${relation}`);
  const { done: data } = (await operator<Record<string, unknown[]>>("person_data", former)) as {
    done: Record<string, unknown[]>;
  };
  expect(data.evidence).toHaveLength(3);
  expect(data.requests).toMatchObject([{ id: moved, assigned: true }]);
  for (const relation of ["request_alarms", "checks"])
    expect(data.other_rows).toContainEqual(expect.objectContaining({ relation }));

  expect(await operator("erase_person", former)).toMatchObject({ done: { accounts: [account] } });
  await fixture.seal();
  expect(await found(words)).toEqual([]);
  expect(await fixture.faults()).toEqual([]);
  await database.sql`delete from auth.users where id = ${account}`;
  await fixture.seal();
  expect(await fixture.faults()).toEqual([]);
  const [kept] = await database.sql`
    select contact_email as contact, assignee_id as assignee from public.migration_requests where id = ${moved}`;
  expect(kept).toEqual({ contact: "otto@other.example", assignee: null });
});

test("a company that was never named goes with the person whose name it bears, even if it was written differently later", async () => {
  const solo = "ann@forgotten.example";
  const account = await database.createUser(solo);
  const ann = { role: "authenticated", sub: account, email: solo } as const;
  const application = {
    phoneNumber: "+12025550177",
    phoneCountry: "US",
    reason: "price",
    oldProviderName: "Oldbridge",
    contactName: "Ann Solitaire",
    contactEmail: solo,
  };
  const filed = await fixture.driver.try(ann, "create_draft", { provider_slug: "home", application });
  const { id } = (filed as { done: { id: string } }).done;
  const renamed = { ...application, contactName: "A. M. Solitaire" };
  const at = async () => ({ request: id, version: await fixture.driver.version(id) });
  expect(
    await fixture.driver.try(ann, "save_draft", { ...(await at()), application: renamed }),
  ).toHaveProperty("done");
  expect(await fixture.driver.try(ann, "cancel_request", { ...(await at()), note: null })).toHaveProperty(
    "done",
  );
  await fixture.seal();
  expect((await found(["Ann Solitaire"])).length).toBeGreaterThan(1);
  expect(await operator("erase_person", solo)).toHaveProperty("done");
  await fixture.seal();
  expect(await found(["Solitaire"])).toEqual([]);
  expect(await fixture.faults()).toEqual([]);
});

test("a swept invitation takes its name and address out of the audit", async () => {
  const swept = "wystan@forgotten.example";
  const invited = { email: swept, name: "Wystan", role: "analyst", provider: tenants.own.provider };
  expect(await fixture.driver.try("admin", "invite_member", invited)).toHaveProperty("done");
  await fixture.seal();
  expect(await found(["Wystan"])).toHaveLength(2 + 1);
  await database.sql`update public.invitations set expires_at = now() - interval '91 days' where email = ${swept}`;
  await database.sql`select public.engine_sweep(1000)`;
  await fixture.seal();
  expect(await found(["Wystan"])).toEqual([]);
  expect(await fixture.faults()).toEqual([]);
});

test("the operator's command says what it does, and explains a refusal", async () => {
  const tool = path.join(import.meta.dirname, "../../../supabase/operator/privacy.ts");
  const run = (...order: string[]) =>
    promisify(execFile)(process.execPath, [tool, ...order, "--database-url", database.url]).then(
      ({ stdout }) => ({ code: 0, text: stdout }),
      ({ code, stderr }: { code: number; stderr: string }) => ({ code, text: stderr }),
    );
  const exported = await run("export", "--email", "nobody@nowhere.example");
  expect(JSON.parse(exported.text)).toMatchObject({ email: "nobody@nowhere.example", requests: [] });
  expect(await run("erase", "--email", "nobody@nowhere.example")).toMatchObject({
    code: 1,
    text: expect.stringContaining("Nothing here tells of this address."),
  });
  expect(await run("forget", "--email", "a@b.example")).toMatchObject({ code: 2 });
});
