/** The route advisor: six routes with their verdicts, the open questions, and the choice. */
import { type Route, routes } from "#domain/routes/route-catalogue.ts";
import { Alert, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePermitted } from "../../../queries/access.ts";
import { ErrorState } from "../../../ui/error-state.tsx";
import type { RequestRow } from "../../../queries/request-row.ts";
import { RouteCard } from "./route-card.tsx";
import { RouteDialog } from "./route-dialog.tsx";
import { RouteQuestions } from "./route-questions.tsx";
import { useRouteAdvice } from "./use-route-advice.ts";
import layout from "../../../ui/layout.module.css";
import styles from "./routes.module.css";

const answerable = ["submitted", "preparing", "scheduled"];

export function RouteTab({ request }: { request: RequestRow }) {
  const { t } = useTranslation("routes");
  const may = usePermitted();
  const { advice, statedAt, now, loading, error, retry } = useRouteAdvice(request);
  const [choosing, setChoosing] = useState<Route>();
  if (loading) return <Skeleton active />;
  if (error || !advice) return <ErrorState onRetry={retry} />;
  const isOutdated = request.route !== null && request.route_chosen_at === null;
  // Once there is a date the route is fixed, and is chosen again only if its facts have changed.
  const mayChoose = (route: Route) =>
    may("request.edit") &&
    (request.status === "preparing" ||
      (request.status === "scheduled" && isOutdated && route === request.route));
  const { recommended, askFirst } = advice;
  const name = (route: Route) => `${route} · ${t(`route.${route}.title`)}`;
  return (
    <>
      <p>{t("lead")}</p>
      {isOutdated && (
        <Alert
          type="warning"
          showIcon
          className={layout.below16}
          title={t("outdated", { route: request.route })}
        />
      )}
      <Alert
        type={recommended ? "info" : "warning"}
        showIcon
        className={layout.below16}
        title={
          recommended
            ? t("recommended", { route: name(recommended.route) })
            : askFirst.length > 0
              ? t("ask_first", { routes: askFirst.join(", ") })
              : t("none")
        }
        description={recommended && t(`recommend.${recommended.why}`)}
      />
      <div className={styles.routes}>
        {routes.map((route) => (
          <RouteCard
            key={route}
            route={route}
            judged={advice.routes[route]}
            now={now}
            recommended={recommended?.route === route}
            chosen={request.route === route && !isOutdated}
            statedAt={route === "R2" ? statedAt : null}
            onChoose={mayChoose(route) ? () => setChoosing(route) : undefined}
          />
        ))}
      </div>
      <RouteQuestions
        key={JSON.stringify(request.request_staff_data.route_answers)}
        request={request}
        editable={answerable.includes(request.status) && may("request.edit")}
      />
      {choosing && <RouteDialog request={request} route={choosing} onClose={() => setChoosing(undefined)} />}
    </>
  );
}
