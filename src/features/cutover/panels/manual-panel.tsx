/** A step that people take at Meta: instructions and a confirmation, with four digits at the point of no return. */
import type { ManualStep } from "#domain/cutover/step-catalogue.ts";
import { stepCatalogue } from "#domain/cutover/step-catalogue.ts";
import { isCreditLineClosed, sendsAfterResharing } from "#domain/routes/route-dates.ts";
import { Alert, Button, Form, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../lib/format.ts";
import { usePermitted } from "../../../queries/access.ts";
import { useCommand } from "../../../queries/commands/command-provider.ts";
import type { CutoverRequest } from "../cutover-data.ts";
import { LastFourItem } from "./last-four-item.tsx";
import { Paragraph } from "../../../ui/text.tsx";
import layout from "../../../ui/layout.module.css";
import styles from "../cutover.module.css";

type Values = { note: string; lastFour?: string; wabaId?: string; phoneNumberId?: string };

export function ManualPanel({ request, step }: { request: CutoverRequest; step: ManualStep }) {
  const { t } = useTranslation(["cutover", "domain"]);
  const may = usePermitted();
  const { run, pending } = useCommand();
  const { doneBy, irreversible = false, asksDigits = false } = stepCatalogue[step];
  const mine = doneBy !== "client" && may(asksDigits ? "cutover.approve" : "step.complete");
  const required = { required: true, whitespace: true, message: t("manual.required") };
  const metaId = { required: true, pattern: /^\d{5,25}$/, message: t("domain:field.meta_id_invalid") };
  const complete = (values: Values) =>
    run("complete_manual_step", { request: request.id, version: request.version, step, ...values });
  return (
    <>
      <Paragraph>{t(`domain:step.${step}.task`)}</Paragraph>
      {(step === "unshare_account" || step === "reshare_account") && <PauseDates />}
      {doneBy === "client" && <Paragraph type="secondary">{t("manual.by_client")}</Paragraph>}
      {mine && (
        <Form
          layout="vertical"
          onFinish={(values: Values) => void complete(values)}
          initialValues={{
            wabaId: request.destination_waba_id ?? undefined,
            phoneNumberId: request.destination_phone_number_id ?? undefined,
          }}
          className={styles.manualForm}
        >
          {irreversible && (
            <Alert
              type="warning"
              showIcon
              title={t("approve.title")}
              description={t("manual.no_return")}
              className={layout.below16}
            />
          )}
          {step === "record_ids" && (
            <>
              <Form.Item name="wabaId" label={t("manual.waba")} rules={[metaId]}>
                <Input inputMode="numeric" autoComplete="off" />
              </Form.Item>
              <Form.Item name="phoneNumberId" label={t("manual.phone")} rules={[metaId]}>
                <Input inputMode="numeric" autoComplete="off" />
              </Form.Item>
            </>
          )}
          <Form.Item name="note" label={t("manual.note")} rules={[required]}>
            <Input.TextArea rows={2} maxLength={4000} />
          </Form.Item>
          {asksDigits && <LastFourItem />}
          <Button type="primary" danger={asksDigits} htmlType="submit" loading={pending}>
            {t(
              irreversible
                ? "manual.approve_done"
                : step === "approve_removal"
                  ? "manual.approve_removal"
                  : "manual.done",
            )}
          </Button>
        </Form>
      )}
    </>
  );
}

/** The calendar's current dates for unsharing and sharing an account. */
function PauseDates() {
  const { t } = useTranslation("cutover");
  const format = useFormat();
  const [now] = useState(() => new Date());
  const date = format.date(sendsAfterResharing(now), "longDate", "UTC");
  return (
    <Alert
      type={isCreditLineClosed(now) ? "error" : "info"}
      showIcon
      className={styles.sendsFrom}
      title={t("manual.sends_from", { date })}
      description={isCreditLineClosed(now) && t("manual.credit_line_closed")}
    />
  );
}
