/** What the start of a request's cut-over waits for, as the database reports it. */
import * as z from "zod/mini";
import { useRpc } from "./rpc.ts";

const startQuestion = z.object({
  question: z.enum([
    "not_on_hold",
    "window_confirmed",
    "window_open",
    "route_stands",
    "hard_checks",
    "checks_fresh",
    "second_approval",
    "no_conflict",
  ]),
  /** The code with which the start would be refused; null if nothing stands against it. */
  refusal: z.nullable(z.string()),
  /** The details in the text of the refusal, e.g. the codes of the checks. */
  hint: z.nullable(z.string()),
});
const startQuestions = z.array(startQuestion);
export type StartQuestion = z.infer<typeof startQuestion>;

/** Undefined until they are read. */
export function useStartQuestions(request: { id: string }) {
  const args = { p_request: request.id };
  return useRpc("start_questions", args, {
    schema: startQuestions,
    live: { resource: "migration_requests" },
  }).data;
}
