/** Makes attempts by the thousand: each in a subtransaction that is rolled back, a whole batch in one round trip. */
import type { Sql } from "postgres";
import type { Claims } from "../../fixtures/database.ts";

export type Cell = {
  /** What is tried, for the reader of a failure. */
  name: string;
  statement: string;
  /** A select that answers instead, right after it and under the same rights. */
  follow?: string;
  /** One of these answers: what was read, "n rows" written, or the sqlstate of the refusal. */
  want: readonly string[];
};

export type Findings = { cells: number; wrong: string[] };

/** A select of one value answers with it; anything else with its rows. PT… are the refusals of our own functions. */
export const attemptFunction = `
create schema attack;
grant usage on schema attack to public;
create function attack.attempt(statement text, follow text default null) returns text language plpgsql as $$
declare answer text; written bigint;
begin
  if statement like 'select %' then
    execute statement into answer;
    answer := coalesce(answer, '');
  else
    execute statement;
    get diagnostics written = row_count;
    answer := written || ' rows';
  end if;
  if follow is not null then execute follow into answer; end if;
  raise exception using errcode = 'ATK00';
exception
  when sqlstate 'ATK00' then return answer;
  when others then return sqlstate || case when sqlstate like 'PT%' then ' ' || sqlerrm else '' end;
end $$`;

/** `claims`: what the token says, true or not. */
export type Caller = { name: string; claims: Claims & Record<string, unknown> };

export async function runCells(sql: Sql, attacker: Caller, cells: readonly Cell[]): Promise<Findings> {
  const answers = await sql.begin(async (transaction) => {
    await transaction`select set_config('role', ${attacker.claims.role}, true),
      set_config('request.jwt.claims', ${JSON.stringify(attacker.claims)}, true)`;
    const statements = cells.map((cell) => cell.statement);
    const follows = cells.map((cell) => cell.follow ?? null);
    return transaction<{ answer: string }[]>`
      select attack.attempt(statement, follow) as answer
      from unnest(${statements}::text[], ${follows}::text[]) with ordinality as t (statement, follow, n) order by n`;
  });
  const wrong = cells.flatMap(({ name, want }, index) => {
    const got = answers[index]?.answer ?? "nothing";
    return want.includes(got) ? [] : [`${attacker.name} ${name}: ${got} instead of ${want.join(" or ")}`];
  });
  return { cells: answers.length, wrong };
}
