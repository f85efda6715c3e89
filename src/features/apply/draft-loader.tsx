/** Opens a draft that the client has begun before, to continue it. */
import type { ProviderPage } from "#domain/functions/provider-page-function.ts";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { readRequest } from "../../queries/read-request.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { ApplyFlow } from "./apply-flow.tsx";
import { draftFields, type DraftRow, formOf } from "./draft-row.ts";
import { readDraft } from "./draft-storage.ts";

export function DraftLoader({ id, provider }: { id: string; provider: ProviderPage }) {
  const { t } = useTranslation("apply");
  const { data: result, isLoading } = useQuery({
    queryKey: ["draft", id],
    queryFn: () => readRequest<DraftRow>(id, draftFields),
    // Saved values must not replace what is being typed.
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (isLoading) return <PageSkeleton />;
  if (result?.status !== "draft") {
    return (
      <EmptyState text={t("not_draft")}>
        <Link to={`/my/${id}`}>{t("success.open")}</Link>
      </EmptyState>
    );
  }
  const draft = { id: result.id, version: result.version, reference: result.reference };
  const keptAs = `${provider.slug}.${id}`;
  const kept = readDraft(keptAs);
  const start = kept.draft?.version === draft.version ? kept : { form: formOf(result), draft };
  return <ApplyFlow provider={provider} start={start} keptAs={keptAs} />;
}
