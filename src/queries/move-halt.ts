/** Whether the provider's moves are halted: read every 20 seconds, and at once after a change of it. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import * as z from "zod/mini";
import { supabase } from "../providers/supabase-client.ts";
import { useCommand } from "./commands/command-provider.ts";

const halt = z.nullable(
  z.object({
    /** The whole installation, by its operator. */
    everywhere: z.boolean(),
    reason: z.string(),
    startedAt: z.string(),
    startedBy: z.nullable(z.string()),
    /** Calls that had begun before and have not been answered. */
    underWay: z.int(),
  }),
);

const keyOf = (providerId: string) => ["data", "move-halt", providerId];

export function useMoveHalt(providerId: string) {
  return useQuery({
    queryKey: keyOf(providerId),
    refetchInterval: 20_000,
    queryFn: async () => {
      const { data, error } = await supabase.rpc("move_halt", { p_provider: providerId });
      if (error) throw error;
      return halt.parse(data);
    },
  }).data;
}

/** Both resolve to whether it was done; a refusal has been told to the person. */
export function useHaltCommands(providerId: string) {
  const { run, pending } = useCommand();
  const client = useQueryClient();
  const after = async (outcome: unknown) => {
    await client.invalidateQueries({ queryKey: keyOf(providerId) });
    return outcome !== undefined;
  };
  return {
    pending,
    halt: async (reason: string) => after(await run("halt_moves", { provider: providerId, reason })),
    resume: async () => after(await run("resume_moves", { provider: providerId })),
  };
}
