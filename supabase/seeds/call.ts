/** Calls a database function with named arguments. */
import type { TransactionSql } from "postgres";

/** Values by argument name, without `p_`. */
export type Input = Record<string, unknown>;

export async function call(database: TransactionSql, name: string, input: Input): Promise<unknown> {
  const names = Object.keys(input);
  const isJson = (value: unknown) => typeof value === "object" && value !== null && !(value instanceof Date);
  const list = names.map(
    (key, index) => `p_${key} => $${index + 1}${isJson(input[key]) ? "::text::jsonb" : ""}`,
  );
  const [row] = await database.unsafe<{ outcome: unknown }[]>(
    `select public.${name}(${list.join(", ")}) as outcome`,
    names.map((key) => toParameter(input[key])),
    { prepare: true },
  );
  return row?.outcome;
}

function toParameter(value: unknown): string | number | boolean | Date | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return value instanceof Date ? value : JSON.stringify(value);
}
