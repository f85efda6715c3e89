/** The time limit of each task: the default, the terms' promise, or the provider's own; changes apply from now on. */
import { type ClockCode, clockCatalogue, clockCodes } from "#domain/clocks/clock-catalogue.ts";
import { allowanceOf, type ClockTarget } from "#domain/clocks/request-clocks.ts";
import { useList } from "@refinedev/core";
import { Button, Card, InputNumber, Skeleton, Space, Table } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCommand } from "../../queries/commands/command-provider.ts";
import { useTermsPromises } from "../../queries/terms-promise.ts";
import { useDuration } from "../../lib/duration.ts";
import { rowByRow } from "../../ui/table-rows.tsx";
import styles from "./settings.module.css";

type TargetRow = { id: string; code: ClockCode; minutes: number; valid_from: string };

export function TargetsCard({ providerId }: { providerId: string }) {
  const { t } = useTranslation(["settings", "domain"]);
  const duration = useDuration();
  const { result, query } = useList<TargetRow>({
    resource: "clock_targets",
    filters: [{ field: "provider_id", operator: "eq", value: providerId }],
    pagination: { mode: "off" },
  });
  const terms = useTermsPromises(providerId);
  const [now] = useState(() => Date.now());
  if (query.isLoading || !terms) return <Skeleton active />;
  const targets = result.data.map(
    ({ code, minutes, valid_from }): ClockTarget => ({ code, minutes, validFrom: Date.parse(valid_from) }),
  );
  return (
    <Card title={t("targets.title")}>
      <p>{t("targets.lead")}</p>
      <Table<{ code: ClockCode }>
        components={rowByRow}
        rowKey="code"
        size="small"
        pagination={false}
        scroll={{ x: 560 }}
        dataSource={clockCodes.map((code) => ({ code }))}
        columns={[
          { key: "code", title: t("targets.clock"), render: (_, { code }) => t(`domain:clock.${code}`) },
          {
            key: "counts",
            title: t("targets.counts"),
            render: (_, { code }) => t(`targets.measure.${clockCatalogue[code].counts}`),
          },
          {
            key: "allowance",
            title: t("targets.allowance"),
            render: (_, { code }) => {
              const minutes = allowanceOf(code, { targets, terms }, Number.POSITIVE_INFINITY, now) / 60_000;
              return (
                <TargetField key={minutes} code={code} minutes={minutes} providerId={providerId}>
                  {duration(minutes * 60_000, clockCatalogue[code].counts)}
                </TargetField>
              );
            },
          },
        ]}
      />
    </Card>
  );
}

type FieldProps = { code: ClockCode; minutes: number; providerId: string; children: string };

function TargetField({ code, minutes, providerId, children }: FieldProps) {
  const { t } = useTranslation(["settings", "domain"]);
  const { run, pending } = useCommand();
  const [wanted, setWanted] = useState<number | null>(minutes);
  const changed = wanted !== null && wanted !== minutes;
  return (
    <Space wrap>
      <InputNumber
        aria-label={t("targets.minutes", { clock: t(`domain:clock.${code}`) })}
        min={1}
        max={525_600}
        precision={0}
        value={wanted}
        onChange={setWanted}
        className={styles.targetMinutes}
      />
      {t("targets.min")}
      {changed ? (
        <Button
          loading={pending}
          onClick={() => void run("set_clock_target", { provider: providerId, code, minutes: wanted })}
        >
          {t("targets.set")}
        </Button>
      ) : (
        <span>{children}</span>
      )}
    </Space>
  );
}
