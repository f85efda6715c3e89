/** What the operator's commands return about a person, and where the person's words still appear. */
import postgres from "postgres";
import type { TestDatabase } from "../../fixtures/database.ts";

/** `database` is requested at each call: it starts before the first test. */
export const operatorOf =
  (database: () => TestDatabase) =>
  <T>(name: "person_data" | "erase_person", address: string) =>
    database()
      .sql.unsafe<{ answer: T }[]>(`select private.${name}($1) as answer`, [address])
      .then(
        ([row]) => ({ done: row?.answer }),
        (error: unknown) => {
          if (error instanceof postgres.PostgresError) return { refused: error.message, hint: error.hint };
          throw error;
        },
      );

/** Rows outside Supabase's own schema that contain one of the words. */
export async function findTexts({ sql }: TestDatabase, words: readonly string[]): Promise<string[]> {
  const relations = await sql<{ name: string }[]>`
    select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'private') and c.relkind = 'r' order by 1`;
  const hits: string[] = [];
  for (const { name } of relations) {
    const rows = await sql.unsafe<{ text: string }[]>(`select to_jsonb(t)::text as text from ${name} as t`);
    for (const { text } of rows)
      if (words.some((mark) => text.toLowerCase().includes(mark.toLowerCase())))
        hits.push(`${name}: ${text}`);
  }
  return hits;
}
