/** What a person asks a function to do: something with a request, as they saw it. */
import * as z from "zod/mini";
import { readJson } from "./http.ts";
import { inputOf } from "./input.ts";

const order = z.object({ request: z.uuid(), version: z.int() });

/** Reads {"request", "version"}; refuses with bad_json, or invalid_input and the fields at fault. */
export async function readOrder(request: Request): Promise<z.infer<typeof order>> {
  return inputOf(order, await readJson(request));
}
