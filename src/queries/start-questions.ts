/** What the start of a request's cut-over waits for, as the database asks it: read again every 20 seconds. */
import { useQuery } from "@tanstack/react-query";
import * as z from "zod/mini";
import { supabase } from "../providers/supabase-client.ts";

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
  /** The code with which the start is refused; null where nothing stands against it. */
  refusal: z.nullable(z.string()),
  /** What the text of the refusal needs, e.g. the codes of the checks. */
  hint: z.nullable(z.string()),
});
export type StartQuestion = z.infer<typeof startQuestion>;

/** Undefined until they are read. */
export function useStartQuestions(request: { id: string; version: number }) {
  return useQuery({
    queryKey: ["data", "start-questions", request.id, request.version],
    refetchInterval: 20_000,
    queryFn: async (): Promise<StartQuestion[]> => {
      const { data, error } = await supabase.rpc("start_questions", { p_request: request.id });
      if (error) throw error;
      return z.array(startQuestion).parse(data);
    },
  }).data;
}
