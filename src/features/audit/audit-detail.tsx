/** The content of a row: the changed fields, decrypted unless erased, and its hash. */
import { type CheckCode, checkCatalogue } from "#domain/checks/check-catalogue.ts";
import { readBody } from "#domain/audit/chain.ts";
import { useQuery } from "@tanstack/react-query";
import { Descriptions, Skeleton, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { readAuditValues } from "../../queries/audit-chain.ts";
import type { People } from "../../queries/people.ts";
import type { AuditEntry } from "./use-audit.ts";
import { useFieldText } from "./use-field-text.ts";
import layout from "../../ui/layout.module.css";

export function AuditDetail({ row, people }: { row: AuditEntry; people: People }) {
  const { t } = useTranslation(["audit", "domain"]);
  const text = useFieldText(people);
  const values = useQuery({
    queryKey: ["data", "audit-values", row.id],
    queryFn: async () => (await readAuditValues([row.id])).get(row.id) ?? [],
  });
  if (values.isLoading) return <Skeleton active paragraph={{ rows: 2 }} />;
  const data = readBody(row.body)?.data;
  const plain = Object.entries(data?.set ?? {}).map(([field, value]) => ({
    field,
    shown: text.value(field, value),
  }));
  const committed = Object.keys(data?.committed ?? {}).map((field) => {
    const opened = values.data?.find((one) => one.field === field)?.value;
    return {
      field,
      shown: opened === undefined ? <em>{t("detail.erased")}</em> : text.value(field, parseJson(opened)),
    };
  });
  const check = checkOf(values.data?.find(({ field }) => field === "event.data")?.value);
  const fields = [...plain, ...committed].toSorted((one, other) => (one.field < other.field ? -1 : 1));
  return (
    <div>
      {data?.subject !== undefined && (
        <p>{t("detail.subject", { count: data.values ?? 0, subject: data.subject })}</p>
      )}
      {check && <p>{t(`domain:check.${check}.title`)}</p>}
      {fields.length === 0 && data?.subject === undefined && <p>{t("detail.none")}</p>}
      {fields.length > 0 && (
        <Descriptions
          size="small"
          bordered
          column={1}
          title={`${t("detail.field")} · ${t("detail.value")}`}
          items={fields.map(({ field, shown }) => ({
            key: field,
            label: text.name(field),
            children: <span className={layout.anyWrap}>{shown}</span>,
          }))}
        />
      )}
      <p className={layout.flushAbove8}>
        {t("detail.hash")}:{" "}
        <Typography.Text copyable className={layout.code}>
          {row.hash}
        </Typography.Text>
      </p>
    </div>
  );
}

const checkCodes = Object.keys(checkCatalogue) as CheckCode[];

/** The check that an event is about. */
function checkOf(data: string | undefined): CheckCode | undefined {
  const event: unknown = data === undefined ? undefined : parseJson(data);
  return checkCodes.find((code) => code === Object(event).code);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
