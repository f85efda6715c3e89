/** An admin's commands for a connection's token. */
import { connectionsFunction } from "#domain/functions/connections-function.ts";
import type { RequestOf } from "#domain/functions/edge-function.ts";
import { useState } from "react";
import { useFunctionCall } from "../../queries/commands/command-provider.ts";

export type ConnectionInput = { name: string; appId: string; businessId: string; token: string };

/** Each resolves to undefined after a refusal that the person has seen. */
export function useConnectionCommands() {
  const call = useFunctionCall();
  const [busy, setBusy] = useState(false);
  const perform = async (body: RequestOf<typeof connectionsFunction>) => {
    setBusy(true);
    try {
      return await call(connectionsFunction, body);
    } finally {
      setBusy(false);
    }
  };
  return {
    save: (input: ConnectionInput & { provider: string; connection: string | null }) =>
      perform({ command: "save", ...input, token: input.token.trim() }),
    test: (target: { provider: string; connection: string }) => perform({ command: "test", ...target }),
    busy,
  };
}
