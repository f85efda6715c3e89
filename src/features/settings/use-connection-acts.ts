/** What an admin has done with a connection's token. */
import { useState } from "react";
import * as z from "zod/mini";
import { useFunctionCall } from "../../providers/command-provider.ts";

export type ConnectionInput = { name: string; appId: string; businessId: string; token: string };

const answer = z.object({ valid: z.boolean() });

/** Each resolves to undefined when it was refused and the person has been told. */
export function useConnectionActs() {
  const call = useFunctionCall();
  const [busy, setBusy] = useState(false);
  const perform = async (body: object) => {
    setBusy(true);
    try {
      return await call("connections", body, answer);
    } finally {
      setBusy(false);
    }
  };
  return {
    save: (input: ConnectionInput & { provider: string; connection: string | null }) =>
      perform({ act: "save", ...input, token: input.token.trim() }),
    test: (target: { provider: string; connection: string }) => perform({ act: "test", ...target }),
    busy,
  };
}
