/** A local platform with one club of sixty notes and a member who reads and writes them. */
import type { SupabaseClient } from "@supabase/supabase-js";
import { type LocalPlatform, startLocalPlatform } from "./local-platform.ts";

export const club = "aaaaaaaa-0000-4000-8000-000000000001";
export const states = ["draft", "submitted", "approved"];

export type ClubNotes = { platform: LocalPlatform; member: SupabaseClient; memberId: string; token: string };

/** Twenty notes in each state; the member stores them through REST. */
export async function startClubNotes(): Promise<ClubNotes> {
  const platform = await startLocalPlatform();
  const { client: member, id: memberId, token } = await platform.signIn("member@example.com");
  const { sql } = platform.database;
  await sql`insert into public.clubs (id, name, slug) values (${club}, 'Chess', 'chess')`;
  await sql`insert into public.club_members values (${club}, ${memberId})`;
  const rows = Array.from({ length: 60 }, (_, index) => ({
    club_id: club,
    reference: `N-${index}`,
    title: `Opening ${index} ${index % 3 === 0 ? "família" : "trabalho"}`,
    state: states[index % 3],
    amount: index * 1.5,
    tags: [`t${index % 2}`, "x"],
    details: { nested: { parity: index % 2 } },
  }));
  const { data, error } = await member.from("notes").insert(rows).select("id");
  if (error) throw new Error(error.message);
  if (data.length !== rows.length) throw new Error("The notes were not stored");
  return { platform, member, memberId, token };
}
