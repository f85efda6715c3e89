/** Finds the provider of the address and shows its application page in its colour. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useParams, useSearchParams } from "react-router";
import { CommandError } from "../../providers/command-error.ts";
import { isReadable } from "../../ui/theme/accent.ts";
import { Brand } from "../../ui/theme/brand.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { PageHeading } from "../../ui/page-heading.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { ApplyFlow } from "./apply-flow.tsx";
import { DraftLoader } from "./draft-loader.tsx";
import { readDraft } from "./draft-storage.ts";
import { readProviderPage } from "./provider-page.ts";

export function ApplyPage() {
  const { t } = useTranslation("apply");
  const { slug = "" } = useParams();
  const [search] = useSearchParams();
  const request = search.get("request");
  const { data, error, isLoading, refetch } = useQuery({
    queryKey: ["provider-page", slug],
    queryFn: () => readProviderPage(slug),
    retry: (count, failure) => count < 2 && !isMissing(failure),
  });
  if (isLoading) return <PageSkeleton />;
  if (isMissing(error)) {
    return (
      <>
        <PageHeading title={t("missing.title")} />
        <EmptyState text={t("missing.lead")} />
      </>
    );
  }
  if (!data) return <ErrorState onRetry={() => void refetch()} />;
  return (
    <Brand color={isReadable(data.accentColor) ? data.accentColor : undefined}>
      {request ? (
        <DraftLoader id={request} provider={data} />
      ) : (
        <ApplyFlow provider={data} start={readDraft(slug)} keptAs={slug} />
      )}
    </Brand>
  );
}

function isMissing(error: unknown): boolean {
  return error instanceof CommandError && error.code === "provider_not_found";
}
