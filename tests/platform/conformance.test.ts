/** What Portdesk relies on when it reads through PostgREST, verified against the local stand-in. */
import type { SupabaseClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ClubNotes, club, startClubNotes } from "./club-notes.ts";
import { secretKey } from "./local-platform.ts";

let platform: ClubNotes["platform"];
let member: SupabaseClient;
beforeAll(async () => {
  ({ platform, member } = await startClubNotes());
});
afterAll(() => platform.stop());

describe("reading", () => {
  it("returns numbers, times, arrays and JSON with PostgREST's types", async () => {
    const { data } = await member
      .from("notes")
      .select("amount, created_at, tags, details, due_on")
      .eq("reference", "N-2")
      .single();
    expect(data).toEqual({
      amount: 3,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/),
      tags: ["t0", "x"],
      details: { nested: { parity: 0 } },
      due_on: null,
    });
  });

  it("returns exact counts with a page, and counts alone", async () => {
    const page = await member.from("notes").select("id", { count: "exact" }).order("id").range(10, 19);
    expect(page).toMatchObject({ status: 206, count: 60 });
    expect(page.data).toHaveLength(10);
    const alone = await platform.client(secretKey).from("notes").select("id", { count: "exact", head: true });
    expect(alone.count).toBe(60);
  });

  it("embeds parents, counts of children, and filters by either", async () => {
    const notes = await member
      .from("notes")
      .select("title, clubs(name), note_comments(count)")
      .order("id")
      .limit(1);
    expect(notes.data).toEqual([
      { title: "Opening 0 família", clubs: { name: "Chess" }, note_comments: [{ count: 0 }] },
    ]);
    const clubs = await member
      .from("clubs")
      .select("name, notes!inner(state)")
      .eq("notes.state", "approved")
      .limit(1, { referencedTable: "notes" });
    expect(clubs.data).toEqual([{ name: "Chess", notes: [{ state: "approved" }] }]);
  });

  it.each([
    [
      "or with and",
      (all: SupabaseClient) =>
        all.from("notes").select("id").or("state.eq.draft,and(state.eq.approved,priority.lte.3)"),
      40,
    ],
    ["ilike", (all: SupabaseClient) => all.from("notes").select("id").ilike("title", "%FAM%"), 20],
    ["in", (all: SupabaseClient) => all.from("notes").select("id").in("state", ["draft", "approved"]), 40],
    ["not null", (all: SupabaseClient) => all.from("notes").select("id").not("due_on", "is", null), 0],
    ["array contains", (all: SupabaseClient) => all.from("notes").select("id").contains("tags", ["t1"]), 30],
    [
      "JSON path",
      (all: SupabaseClient) => all.from("notes").select("id").eq("details->nested->>parity", "1"),
      30,
    ],
    [
      "JSON contains",
      (all: SupabaseClient) =>
        all
          .from("notes")
          .select("id")
          .contains("details", { nested: { parity: 1 } }),
      30,
    ],
    [
      "text search",
      (all: SupabaseClient) =>
        all
          .from("notes")
          .select("id")
          .textSearch("search", "família", { type: "websearch", config: "simple" }),
      20,
    ],
  ])("filters with %s", async (_name, query, count) => {
    const { data, error } = await query(member);
    expect(error).toBeNull();
    expect(data).toHaveLength(count);
  });

  it("pages by key with a leading plain bound", async () => {
    const first = await member.from("notes").select("id").order("priority").order("id").limit(20);
    const last = Number(first.data?.at(-1)?.id);
    const next = await member
      .from("notes")
      .select("id")
      .gte("priority", 1)
      .or(`priority.gt.1,and(priority.eq.1,id.gt.${last})`)
      .order("priority")
      .order("id")
      .limit(20);
    expect(next.data?.[0]?.id).toBe(last + 1);
  });

  it("serves computed columns and security_invoker views", async () => {
    expect((await member.from("notes").select("full_title").eq("reference", "N-1").single()).data).toEqual({
      full_title: "N-1 Opening 1 trabalho",
    });
    expect(await member.from("note_overview").select("club", { count: "exact" }).limit(1)).toMatchObject({
      count: 60,
      data: [{ club: "Chess" }],
    });
  });

  it("writes CSV with a header", async () => {
    const { data } = await member.from("notes").select("reference,title").order("id").limit(1).csv();
    // PostgREST quotes only where it must, the stand-in slightly more often.
    expect(data?.split("\n").slice(0, 2)).toEqual([
      "reference,title",
      expect.stringMatching(/^N-0,"?Opening 0 família"?$/),
    ]);
  });

  it("caps an answer at a thousand rows", async () => {
    await platform.database
      .sql`insert into public.notes (club_id, reference, title) select ${club}, 'B-' || n, 'bulk' from generate_series(1, 1100) n`;
    expect((await member.from("notes").select("id")).data).toHaveLength(1000);
    await platform.database.sql`delete from public.notes where title = 'bulk'`;
  });
});
