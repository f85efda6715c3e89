/** The engine's SQL commands called on Postgres itself, without the API in between. */
import type { ParameterOrJSON, Sql, TransactionSql } from "postgres";
import { Refusal } from "#domain/commands/refusal.ts";
import * as z from "zod/mini";

/** As the product's CallFunction, for any name: a test may make it up. */
export type CallByName = (name: string, parameters: Record<string, unknown>) => Promise<unknown>;

export type Actor = { role: "authenticated"; sub: string; email?: string };

const listing = new Set(["engine_due_requests", "engine_due_readings"]);
const raised = z.object({
  code: z.string().check(z.regex(/^PT\d{3}$/)),
  message: z.string(),
  hint: z.optional(z.string()),
});

/** Each call is one transaction in the actor's role; throws Refusal for an expected refusal. */
export function commandsAs(sql: Sql, actor: Actor): CallByName {
  return (name, parameters) =>
    unlessRefused(async () => {
      const result = await sql.begin(async (transaction) => {
        await transaction`select set_config('role', ${actor.role}, true),
          set_config('request.jwt.claims', ${JSON.stringify(actor)}, true)`;
        return { value: await call(transaction, name, parameters) };
      });
      return result.value;
    });
}

/** Each call is one transaction; `sql` holds connections of the service role. Throws Refusal for an expected refusal. */
export function serviceCommands(sql: Sql): CallByName {
  return (name, parameters) => unlessRefused(() => call(sql, name, parameters));
}

async function unlessRefused(run: () => Promise<unknown>): Promise<unknown> {
  try {
    return await run();
  } catch (error) {
    const refusal = raised.safeParse(error);
    if (!refusal.success) throw error;
    const { code, message, hint } = refusal.data;
    throw new Refusal(Number(code.slice(2)), message, hint === undefined ? {} : { hint });
  }
}

async function call(
  sql: Sql | TransactionSql,
  name: string,
  parameters: Record<string, unknown>,
): Promise<unknown> {
  const names = Object.keys(parameters);
  const isJson = (value: unknown) => typeof value === "object" && value !== null && !(value instanceof Date);
  const list = names.map(
    (key, index) => `${key} => $${index + 1}${isJson(parameters[key]) ? "::text::jsonb" : ""}`,
  );
  const values = names
    .map((key) => parameters[key])
    .map((value) => (isJson(value) ? JSON.stringify(value) : value));
  const target = `public.${name}(${list.join(", ")})`;
  const query = listing.has(name) ? `select * from ${target}` : `select ${target} as value`;
  // What is sent has been turned into text, numbers and null above.
  const rows = await sql.unsafe<Record<string, unknown>[]>(query, values as ParameterOrJSON<never>[]);
  return listing.has(name) ? [...rows] : rows[0]?.value;
}
