/** Calls the database's functions by name, with the arguments that the generated types list. */
import type { Database } from "../../../database.types.ts";
import type { SupabaseClient } from "@supabase/supabase-js";
import type { Logger } from "../log.ts";
import { refusalOf } from "./database-error.ts";

type Functions = Database["public"]["Functions"];
export type FunctionName = keyof Functions;

/** Null is allowed everywhere, because the generator cannot know where SQL accepts it; jsonb is any JSON value. */
type Argument<Type> = Extract<Type, readonly unknown[]> extends never ? Type | null : unknown;
export type FunctionArguments<Name extends FunctionName> = {
  [Key in keyof Functions[Name]["Args"]]: Argument<Functions[Name]["Args"][Key]>;
};

/** Calls one function; throws Refusal. The caller parses the answer with its own schema. */
export type CallFunction = <Name extends FunctionName>(
  name: Name,
  parameters: FunctionArguments<Name>,
) => Promise<unknown>;

export function createCall(client: SupabaseClient<Database>, log: Logger): CallFunction {
  return async (name, parameters) => {
    // The generated types and SQL disagree about null.
    const { data, error } = await client.rpc(name, parameters as never);
    if (error) throw refusalOf(error, log);
    return data;
  };
}
