/** What Portdesk relies on when it writes and calls functions through PostgREST, verified against the stand-in. */
import type { SupabaseClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ClubNotes, club, startClubNotes, states } from "./club-notes.ts";
import { publishableKey, secretKey } from "./local-platform.ts";

let platform: ClubNotes["platform"];
let member: SupabaseClient;
let memberId = "";
let token = "";
beforeAll(async () => {
  ({ platform, member, memberId, token } = await startClubNotes());
});
afterAll(() => platform.stop());

describe("writing", () => {
  it("updates with triggers and returns the row", async () => {
    const { data } = await member
      .from("notes")
      .update({ title: "changed" })
      .eq("reference", "N-3")
      .select("title, created_at, updated_at")
      .single();
    expect(data?.title).toBe("changed");
    expect(Date.parse(String(data?.updated_at))).toBeGreaterThan(Date.parse(String(data?.created_at)));
  });

  it("counts what it changed", async () => {
    expect(
      (await member.from("notes").update({ priority: 2 }, { count: "exact" }).eq("state", "approved")).count,
    ).toBe(20);
  });

  it("inserts a row or updates it, or leaves it", async () => {
    const row = { club_id: club, reference: "N-4", title: "put" };
    const put = await member
      .from("notes")
      .upsert(row, { onConflict: "club_id,reference" })
      .select("title")
      .single();
    expect(put.data).toEqual({ title: "put" });
    const rows = [
      { ...row, title: "ignored" },
      { ...row, reference: "N-new", title: "new" },
    ];
    const left = await member
      .from("notes")
      .upsert(rows, { onConflict: "club_id,reference", ignoreDuplicates: true })
      .select("title");
    expect(left.data).toEqual([{ title: "new" }]);
    expect((await member.from("notes").delete().eq("reference", "N-new").select()).data).toHaveLength(1);
  });

  it("fills a column's default from the caller's token", async () => {
    const { data } = await member
      .from("notes")
      .insert({ club_id: club, reference: "N-mine", title: "mine" })
      .select("author")
      .single();
    expect(data).toEqual({ author: memberId });
    await member.from("notes").delete().eq("reference", "N-mine");
  });

  it("changes at most as many rows as the caller allows", async () => {
    const headers = {
      apikey: publishableKey,
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      prefer: "handling=strict,max-affected=5",
    };
    const answer = await fetch(`${platform.url}/rest/v1/notes?id=gt.0`, {
      method: "PATCH",
      headers,
      body: `{"priority":3}`,
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "PGRST124" });
  });
});

describe("functions of the database", () => {
  it("see the caller: role, id and claims", async () => {
    const { data } = await member.rpc("who_am_i");
    expect(data).toMatchObject({
      user: "authenticated",
      role: "authenticated",
      id: memberId,
      claims: { email: "member@example.com", aal: "aal1" },
    });
    const service = await platform.client(secretKey).rpc("who_am_i");
    expect(service.data).toMatchObject({ user: "service_role", role: "service_role", id: null });
  });

  it("are called by POST and by GET", async () => {
    expect((await member.rpc("who_am_i", {}, { get: true })).data).toMatchObject({ id: memberId });
  });

  it("return tables that can be filtered, ordered, paged and counted", async () => {
    expect((await member.rpc("note_counts")).data).toEqual(
      states.toSorted().map((state) => ({ state, count: 20 })),
    );
    const found = await member
      .rpc("find_notes", { word: "trabalho" }, { count: "exact" })
      .select("id, title")
      .order("id")
      .limit(2);
    expect(found.count).toBeGreaterThan(30);
    expect(found.data).toHaveLength(2);
  });

  it("are open to the service role where only it may call them", async () => {
    expect((await platform.client(secretKey).rpc("for_the_service")).data).toBe("kept");
  });
});
