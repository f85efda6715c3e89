/** Files an application as the signed-in person, whose access may have begun only now. */
import type { Application } from "#domain/requests/application.ts";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { runCommand } from "../../queries/commands/run-command.ts";
import { type Draft, fileApplication, type Filing } from "./file-application.ts";

export function useFiling(providerSlug: string) {
  const queries = useQueryClient();
  return useCallback(
    async (
      application: Application,
      draft: Draft | undefined,
      onDraft: (draft: Draft) => void,
    ): Promise<Filing> => {
      try {
        return await fileApplication(runCommand, providerSlug, application, draft, onDraft);
      } finally {
        // What was read is older than the request, and the first one makes the person a client user with pages of
        // their own.
        await queries.invalidateQueries();
      }
    },
    [providerSlug, queries],
  );
}
