/** The content of a row: the changed fields, decrypted unless erased, and its hash. */
import { readBody } from "#domain/audit/chain.ts";
import { useQuery } from "@tanstack/react-query";
import { Descriptions, Skeleton, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { readAuditValues } from "../../queries/audit-chain.ts";
import type { AuditEntry } from "./use-audit.ts";
import layout from "../../ui/layout.module.css";

export function AuditDetail({ row }: { row: AuditEntry }) {
  const { t } = useTranslation("audit");
  const values = useQuery({
    queryKey: ["data", "audit-values", row.id],
    queryFn: async () => (await readAuditValues([row.id])).get(row.id) ?? [],
  });
  if (values.isLoading) return <Skeleton active paragraph={{ rows: 2 }} />;
  const data = readBody(row.body)?.data;
  const plain = Object.entries(data?.set ?? {}).map(([field, value]) => ({
    field,
    shown: typeof value === "string" ? value : JSON.stringify(value),
  }));
  const committed = Object.keys(data?.committed ?? {}).map((field) => {
    const opened = values.data?.find((one) => one.field === field)?.value;
    return { field, shown: opened ?? <em>{t("detail.erased")}</em> };
  });
  const fields = [...plain, ...committed].toSorted((one, other) => (one.field < other.field ? -1 : 1));
  return (
    <div>
      {data?.subject !== undefined && (
        <p>{t("detail.subject", { count: data.values ?? 0, subject: data.subject })}</p>
      )}
      {fields.length === 0 && data?.subject === undefined && <p>{t("detail.none")}</p>}
      {fields.length > 0 && (
        <Descriptions
          size="small"
          bordered
          column={1}
          title={`${t("detail.field")} · ${t("detail.value")}`}
          items={fields.map(({ field, shown }) => ({
            key: field,
            label: <span className={layout.code}>{field}</span>,
            children: <span className={layout.code}>{shown}</span>,
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
