/** The route and the number's destination. A route that the advisor refuses requires a written reason. */
import { adviceOn } from "#domain/routes/advice-given.ts";
import { type Route, routeCatalogue, routes } from "#domain/routes/route-catalogue.ts";
import { Alert, Form, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useOwnConnections } from "../../../queries/own-connections.ts";
import { FormSelect } from "../../../ui/form-select.tsx";
import { CommandDialog } from "../command-dialog.tsx";
import type { CommandTarget, DialogProps } from "../dialog-props.ts";
import { useRouteAdvice } from "./use-route-advice.ts";
import layout from "../../../ui/layout.module.css";

type Fields = { route: Route; connection: string; destinationWabaId?: string; reason?: string };

/** `route`: the one that was clicked; otherwise the one chosen before, or the recommended one. */
export function RouteDialog({ route: asked, ...props }: DialogProps & { route?: Route }) {
  const { t } = useTranslation(["requests", "domain", "routes"]);
  const { request } = props;
  const { result } = useOwnConnections(request.provider_id);
  const { advice, loading } = useRouteAdvice(request);
  const first =
    asked ?? routes.find((route) => route === request.route) ?? advice?.recommended?.route ?? "R1";
  const [route, setRoute] = useState<Route>(first);
  const { needsDestination } = routeCatalogue[route];
  const verdict = advice?.routes[route].verdict;
  const required = { required: true, message: t("dialog.required") };
  const toInput = ({ destinationWabaId, reason, ...fields }: Fields, target: CommandTarget) => ({
    ...target,
    ...fields,
    destinationWabaId: needsDestination ? destinationWabaId : null,
    reason: verdict === "refused" ? reason : null,
    advice: advice ? adviceOn(route, advice) : null,
  });
  return (
    <CommandDialog
      {...props}
      name="route"
      command="choose_route"
      keepsDraft={false}
      loading={loading}
      initial={{ route: first, destinationWabaId: request.destination_waba_id ?? undefined }}
      toInput={toInput}
    >
      <Form.Item name="route" label={t("routes:dialog.route")} rules={[required]}>
        <FormSelect
          onChange={(value: Route) => setRoute(value)}
          options={routes.map((one) => ({ value: one, label: `${one} · ${t(`routes:route.${one}.title`)}` }))}
        />
      </Form.Item>
      {verdict === "refused" && (
        <>
          <Alert type="warning" showIcon title={t("routes:dialog.refused")} className={layout.below12} />
          <ul>
            {advice?.routes[route].reasons.map(({ code }) => (
              <li key={code}>{t(`routes:reason.${code}`)}</li>
            ))}
          </ul>
          <Form.Item
            name="reason"
            label={t("routes:dialog.reason")}
            rules={[{ ...required, whitespace: true }]}
          >
            <Input.TextArea rows={3} maxLength={2000} />
          </Form.Item>
        </>
      )}
      {verdict === "unknown" && (
        <Alert type="info" showIcon title={t("routes:dialog.unknown")} className={layout.below12} />
      )}
      <Form.Item name="connection" label={t("dialog.route.connection")} rules={[required]}>
        <FormSelect options={result.data.map(({ id, name }) => ({ value: id, label: name }))} />
      </Form.Item>
      {needsDestination && (
        <Form.Item
          name="destinationWabaId"
          label={t("dialog.route.waba")}
          rules={[required, { pattern: /^\d{5,25}$/, message: t("domain:field.meta_id_invalid") }]}
        >
          <Input inputMode="numeric" />
        </Form.Item>
      )}
    </CommandDialog>
  );
}
