/** Refusals as PostgREST reports them: status, code, hint and detail reach supabase-js unchanged. */
import type { SupabaseClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalPlatform, startLocalPlatform } from "./local-platform.ts";

const club = "aaaaaaaa-0000-4000-8000-000000000001";
const otherClub = "aaaaaaaa-0000-4000-8000-000000000002";

let platform: LocalPlatform;
let member: SupabaseClient;
let stranger: SupabaseClient;
beforeAll(async () => {
  platform = await startLocalPlatform();
  const person = await platform.signIn("member@example.com");
  member = person.client;
  stranger = (await platform.signIn("stranger@example.com")).client;
  const { sql } = platform.database;
  await sql`insert into public.clubs (id, name, slug) values (${club}, 'Chess', 'chess'), (${otherClub}, 'Go', 'go')`;
  await sql`insert into public.club_members values (${club}, ${person.id})`;
  await sql`insert into public.notes (club_id, reference, title) values (${club}, 'N-1', 'one'), (${club}, 'N-2', 'two')`;
});
afterAll(() => platform.stop());

const note = (change: Record<string, unknown>) => ({
  club_id: club,
  reference: "N-9",
  title: "nine",
  ...change,
});

describe("row-level security", () => {
  it("shows a stranger nothing", async () => {
    expect(await stranger.from("notes").select("id")).toMatchObject({ status: 200, data: [] });
    expect(await stranger.from("note_overview").select("id")).toMatchObject({ status: 200, data: [] });
  });

  it("refuses a row of another club with 403", async () => {
    const answer = await member.from("notes").insert(note({ club_id: otherClub }));
    expect(answer).toMatchObject({ status: 403, error: { code: "42501" } });
  });

  it("changes no row that it hides", async () => {
    const answer = await stranger.from("notes").update({ title: "mine" }).eq("reference", "N-1").select();
    expect(answer).toMatchObject({ status: 200, data: [] });
  });
});

describe("grants", () => {
  it("refuse what was not granted: 403 for a person, 401 for a visitor", async () => {
    expect(await member.from("clubs").delete().eq("id", club)).toMatchObject({
      status: 403,
      error: { code: "42501" },
    });
    expect(await platform.client().from("notes").select()).toMatchObject({
      status: 401,
      error: { code: "42501" },
    });
    expect(await member.rpc("for_the_service")).toMatchObject({ status: 403, error: { code: "42501" } });
  });

  it("keep every other schema out of reach", async () => {
    const answer = await member.schema("private").from("anything").select();
    expect(answer).toMatchObject({ status: 406, error: { code: "PGRST106" } });
  });
});

describe("an error of the database", () => {
  it.each([
    ["P0001", 400],
    ["PT402", 402],
    ["PT404", 404],
    ["PT409", 409],
    ["PT429", 429],
    ["22023", 400],
    ["28000", 403],
    ["40001", 500],
    ["53400", 503],
    ["57014", 500],
  ])("raised as %s becomes HTTP %i with hint and detail", async (code, status) => {
    const answer = await member.rpc("fail_with", { code });
    expect(answer).toMatchObject({
      status,
      error: { code, message: "told so", hint: "a hint", details: "a detail" },
    });
  });

  it.each([
    ["a duplicate", note({ reference: "N-1" }), 409, "23505"],
    ["a broken check", note({ priority: 9 }), 400, "23514"],
    ["a missing value", note({ title: null }), 400, "23502"],
    ["an unknown column", note({ nope: 1 }), 400, "PGRST204"],
    ["a malformed value", note({ due_on: "someday" }), 400, "22007"],
  ])("%s is reported by its code", async (_name, row, status, code) => {
    expect(await member.from("notes").insert(row)).toMatchObject({ status, error: { code } });
  });

  it("a missing parent is 409", async () => {
    const answer = await member.from("note_comments").insert({ note_id: 999_999, body: "lost" });
    expect(answer).toMatchObject({ status: 409, error: { code: "23503" } });
  });

  it("a raised refusal in a trigger keeps its hint", async () => {
    const answer = await member.from("notes").update({ title: "" }).eq("reference", "N-1");
    expect(answer).toMatchObject({
      status: 400,
      error: { code: "P0001", message: "A title is needed", hint: "fill it" },
    });
  });
});

describe("a request that matches nothing", () => {
  it("names the missing table, function and column", async () => {
    expect(await member.from("nope").select()).toMatchObject({ status: 404, error: { code: "PGRST205" } });
    expect(await member.rpc("nope", { a: 1 })).toMatchObject({ status: 404, error: { code: "PGRST202" } });
    expect(await member.from("notes").select("nope")).toMatchObject({
      status: 400,
      error: { code: "42703" },
    });
  });

  it("names a value of the wrong type", async () => {
    expect(await member.from("notes").select().eq("club_id", "bad")).toMatchObject({
      status: 400,
      error: { code: "22P02" },
    });
  });

  it("reports several rows where one was requested", async () => {
    expect(await member.from("notes").select("id").single()).toMatchObject({
      status: 406,
      error: { code: "PGRST116" },
    });
    expect(await member.from("notes").select("id").eq("id", -1).maybeSingle()).toMatchObject({
      data: null,
      error: null,
    });
  });

  it("reports a page past the end", async () => {
    const answer = await member.from("notes").select("id", { count: "exact" }).range(100, 110);
    expect(answer).toMatchObject({ status: 416, error: { code: "PGRST103" } });
  });
});
