/** Asks a read as the person, or as the owner of the tables without row-level security, and explains it. */
import type { Sql } from "postgres";
import { explain, type Explained } from "../fixtures/scale/plan.ts";
import type { Read } from "../fixtures/scale/reads.ts";
import { undone } from "../fixtures/scale/undone.ts";

/** Definer functions find nothing for the owner, who is nobody's member. */
export const isComparable = ({ sql }: Read): boolean =>
  !/search_requests|request_counts|count_requests/.test(sql);

/** Nothing is kept: a search counts who searches. */
export function ask(connection: Sql, { user, sql: statement }: Read, isOwner: boolean): Promise<Explained> {
  return undone(connection, async (transaction) => {
    if (!isOwner)
      await transaction`select set_config('role', 'authenticated', true),
        set_config('request.jwt.claims', ${JSON.stringify({ role: "authenticated", sub: user })}, true)`;
    return explain(transaction, statement);
  });
}
