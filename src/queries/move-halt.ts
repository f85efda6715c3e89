/** Whether the provider's moves are halted, and the commands that halt and resume them. */
import * as z from "zod/mini";
import { useCommand } from "./commands/command-provider.ts";
import { useRpc } from "./rpc.ts";

const halt = z.nullable(
  z.object({
    /** Halted for the whole installation, by its operator. */
    everywhere: z.boolean(),
    reason: z.string(),
    startedAt: z.string(),
    startedBy: z.nullable(z.string()),
    /** Calls that had begun before and are still unanswered. */
    underWay: z.int(),
  }),
);

export function useMoveHalt(providerId: string) {
  const args = { p_provider: providerId };
  return useRpc("move_halt", args, { schema: halt, live: { resource: "migration_requests" } }).data;
}

/** Both resolve to whether it was done; the person has seen any refusal. */
export function useHaltCommands(providerId: string) {
  const { run, pending } = useCommand();
  return {
    pending,
    halt: async (reason: string) => (await run("halt_moves", { provider: providerId, reason })) !== undefined,
    resume: async () => (await run("resume_moves", { provider: providerId })) !== undefined,
  };
}
