/** The functions of the database, called by their names: their arguments are those that the generated types list. */
import type { Database } from "../../../database.types.ts";
import type { SupabaseClient } from "@supabase/supabase-js";
import type { Logger } from "../log.ts";
import { refusalOf } from "./database-error.ts";

type Functions = Database["public"]["Functions"];
export type FunctionName = keyof Functions;

/** Null is allowed everywhere, since the generator cannot know where SQL takes it; jsonb is whatever JSON can hold. */
type Argument<Type> = Extract<Type, readonly unknown[]> extends never ? Type | null : unknown;
export type FunctionArguments<Name extends FunctionName> = {
  [Key in keyof Functions[Name]["Args"]]: Argument<Functions[Name]["Args"][Key]>;
};

/** Calls one function; throws Refusal. The answer is for the caller's schema to read. */
export type CallFunction = <Name extends FunctionName>(
  name: Name,
  parameters: FunctionArguments<Name>,
) => Promise<unknown>;

export function createCall(client: SupabaseClient<Database>, log: Logger): CallFunction {
  return async (name, parameters) => {
    // What the generator says of null is not what SQL says.
    const { data, error } = await client.rpc(name, parameters as never);
    if (error) throw refusalOf(error, log);
    return data;
  };
}
