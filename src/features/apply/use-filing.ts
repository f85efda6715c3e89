/** Files an application as the signed-in person, whose access may have begun only now. */
import type { Application } from "#domain/requests/application.ts";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useCommand } from "../../queries/commands/command-provider.ts";
import { type Draft, fileApplication, type Filing } from "./file-application.ts";

export function useFiling(providerSlug: string) {
  const { attempt } = useCommand();
  const queries = useQueryClient();
  return useCallback(
    async (
      application: Application,
      draft: Draft | undefined,
      onDraft: (draft: Draft) => void,
    ): Promise<Filing> => {
      try {
        return await fileApplication(attempt, providerSlug, application, draft, onDraft);
      } finally {
        // The first application makes the person a client user, which opens their pages.
        await queries.invalidateQueries({ queryKey: ["my-access"] });
      }
    },
    [attempt, providerSlug, queries],
  );
}
