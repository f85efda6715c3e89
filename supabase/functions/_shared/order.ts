/** What a person asks a function to do: something with a request, as they saw it. */
import * as z from "zod/mini";
import { readJson } from "./http.ts";
import { Refusal } from "./refusal.ts";

const order = z.object({ request: z.uuid(), version: z.int() });

/** Reads {"request", "version"}; refuses with bad_json, or invalid_input and the fields at fault. */
export async function readOrder(request: Request): Promise<z.infer<typeof order>> {
  const parsed = order.safeParse(await readJson(request));
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path }) => ({ path: path.join("."), code: "invalid" }));
  throw new Refusal(400, "invalid_input", { fields });
}
