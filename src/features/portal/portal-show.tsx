/** One number on its way, as its client sees it. */
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { PortalPage } from "./portal-page.tsx";
import { usePortalRequest } from "./use-portal-request.ts";

export function PortalShow() {
  const { t } = useTranslation("portal");
  const { id = "" } = useParams();
  const { query, request, ...rest } = usePortalRequest(id);
  if (query.isLoading) return <PageSkeleton />;
  // The database rejects an invalid id as text that is not a uuid: the same to the reader.
  const status = query.error?.statusCode;
  if (status === 404 || status === 400) {
    return (
      <EmptyState text={t("missing")}>
        <Link to="/my">{t("to_list")}</Link>
      </EmptyState>
    );
  }
  if (!request) return <ErrorState onRetry={() => void query.refetch()} />;
  return <PortalPage request={request} {...rest} />;
}
