/** `npm run operator`: the first provider and its admin, without SQL. */
import { execFile } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";
import { byMail } from "../../fixtures/database.ts";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, tenants, driver } = await useDriver();
const script = path.join(import.meta.dirname, "../../../supabase/operator/operator.ts");

type Ended = { code: number; out: string; words: string };
const operator = (...words: string[]) =>
  new Promise<Ended>((resolve) => {
    const env = { ...process.env, PORTDESK_DATABASE_URL: database.url };
    execFile(process.execPath, [script, ...words], { env }, (error, out, errors) =>
      resolve({ code: typeof error?.code === "number" ? error.code : error ? -1 : 0, out, words: errors }),
    );
  });

const acme = [
  ["--slug", "acme", "--name", "Acme Messaging", "--country", "GB", "--time-zone", "Europe/London"],
  ["--office-name", "Acme London", "--office-email", "office@acme.example"],
  ["--sign-up-url", "https://platform.acme.example/sign-up"],
  ["--admin", "Admin@Acme.example", "--admin-name", "First Admin"],
].flat();

test("a provider is added, its admin signs in with that address and accepts", async () => {
  expect(await operator("provider", "add", ...acme)).toMatchObject({ code: 0, words: "" });
  const [provider] = await database.sql<
    { id: string }[]
  >`select id from public.providers where slug = 'acme'`;
  const [invitation] = await database.sql<{ id: string; email: string; role: string }[]>`
    select id, email, role from public.invitations where provider_id = ${provider?.id ?? ""}`;
  expect(invitation).toMatchObject({ email: "admin@acme.example", role: "admin" });
  const sub = await database.createUser("admin@acme.example");
  await database.sql`update auth.users set email_confirmed_at = now() where id = ${sub}`;
  const admin = { role: "authenticated", sub, email: "admin@acme.example", ...byMail } as const;
  expect(await driver.try(admin, "accept_invitation", { invitation: invitation?.id })).toEqual({
    done: { id: provider?.id },
  });
  const settle = { provider: provider?.id, required: true };
  expect(await driver.try(admin, "set_second_approval", settle)).toEqual({ done: { id: provider?.id } });
  await database.sql`select public.engine_seal_audit(1000)`;
  expect(
    await database.sql`select 1 from public.audit_rows where provider_id = ${provider?.id ?? ""}`,
  ).not.toHaveLength(0);
  expect((await operator("provider", "list")).out).toMatch(/acme.+Acme Messaging/);
});

test("what is wrong is named, and nothing is half made", async () => {
  const again = await operator("provider", "add", ...acme);
  expect(again).toMatchObject({ code: 1, words: expect.stringContaining("Another provider has this slug") });
  const spoilt = acme.map((word) =>
    word === "acme" ? "half" : word === "Admin@Acme.example" ? "nobody" : word,
  );
  expect(await operator("provider", "add", ...spoilt)).toMatchObject({
    code: 1,
    words: expect.stringContaining("Not accepted: email"),
  });
  expect(await database.sql`select 1 from public.providers where slug = 'half'`).toHaveLength(0);
  expect(await operator("provider", "add", "--slug", "x")).toMatchObject({
    code: 2,
    words: expect.stringContaining("--name is missing"),
  });
  expect((await operator("provider", "sell")).code).toBe(2);
  expect(
    await operator(
      "member",
      "invite",
      "--slug",
      "nobody",
      "--email",
      "a@b.example",
      "--name",
      "A",
      "--role",
      "admin",
    ),
  ).toMatchObject({ code: 1, words: expect.stringContaining("No provider has this slug") });
});

test("a suspended provider takes no application and starts no cut-over, until it is resumed", async () => {
  const { sql } = database;
  const [own] = await sql<
    { slug: string }[]
  >`select slug from public.providers where id = ${tenants.own.provider}`;
  const slug = own?.slug ?? "";
  const draft = await driver.draft({});
  const scheduled = await driver.bringTo("scheduled");
  const start = async () =>
    driver.try("manager", "start_cutover", { request: scheduled, version: await driver.version(scheduled) });
  const submit = async () =>
    driver.try("client", "submit_request", { request: draft, version: await driver.version(draft) });
  const page = async () =>
    (await sql<{ page: unknown }[]>`select public.provider_page(${slug}) as page`)[0]?.page;
  expect((await operator("provider", "suspend", "--slug", slug)).code).toBe(0);
  expect([await start(), await submit(), await page()]).toMatchObject([
    { refused: "409 provider_suspended" },
    { refused: "409 provider_suspended" },
    null,
  ]);
  await expect(driver.draft({})).rejects.toThrow("provider_not_found");
  expect((await operator("provider", "resume", "--slug", slug)).code).toBe(0);
  expect(await submit()).toHaveProperty("done");
  expect(await page()).not.toBeNull();
});

test("new keys are read as they are printed", async () => {
  const { out } = await operator("keys", "new");
  const lines = new Map(
    out
      .trim()
      .split("\n")
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
  expect([...lines.keys()]).toEqual([
    "PORTDESK_TOKEN_KEYS",
    "PORTDESK_TICK_SECRET",
    "PORTDESK_WEBHOOK_VERIFY_TOKEN",
  ]);
  const { k1 } = JSON.parse(lines.get("PORTDESK_TOKEN_KEYS") ?? "{}") as { k1: string };
  expect(Buffer.from(k1, "base64")).toHaveLength(32);
  expect((await operator("keys", "new")).out).not.toBe(out);
});
