/** Filters by person, kind and request. */
import { useList } from "@refinedev/core";
import { Button, Select, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Audit, theSystem } from "./use-audit.ts";
import { useKindText } from "./use-kind-text.ts";
import type { People } from "../../queries/people.ts";
import layout from "../../ui/layout.module.css";
import styles from "./audit.module.css";

type Props = { audit: Audit; people: People; providerId: string };

export function AuditFilters({ audit, people, providerId }: Props) {
  const { t } = useTranslation("audit");
  const { options } = useKindText();
  const person = ({ user_id, name }: { user_id: string; name: string }) => ({ value: user_id, label: name });
  return (
    <Space wrap className={layout.below12}>
      <Select
        allowClear
        showSearch
        optionFilterProp="label"
        aria-label={t("filter.actor")}
        placeholder={t("filter.actor")}
        value={audit.valueOf("actor")}
        onChange={(value?: string) => audit.setFilter("actor", value)}
        options={[
          { value: theSystem, label: t("filter.engine") },
          { label: t("filter.people"), options: people.members.map(person) },
          { label: t("filter.clients"), options: people.clients.map(person) },
        ]}
        className={styles.choice}
      />
      <Select
        allowClear
        showSearch
        optionFilterProp="label"
        aria-label={t("filter.kind")}
        placeholder={t("filter.kind")}
        value={audit.valueOf("kind")}
        onChange={(value?: string) => audit.setFilter("kind", value)}
        options={options}
        className={`${styles.choice} ${styles.kind}`}
      />
      <RequestSelect audit={audit} providerId={providerId} />
      {audit.isFiltered && (
        <Button type="link" onClick={audit.clear}>
          {t("filter.clear")}
        </Button>
      )}
    </Space>
  );
}

/** Found by reference, number or company, as in the request list. */
function RequestSelect({ audit, providerId }: Omit<Props, "people">) {
  const { t } = useTranslation("audit");
  const [words, setText] = useState("");
  const chosen = audit.valueOf("request");
  const found = useList<{ id: string; reference: string }>({
    resource: "migration_requests",
    filters: [
      { field: "provider_id", operator: "eq", value: providerId },
      ...(words.trim().length < 2 ? [{ field: "id", operator: "eq" as const, value: chosen }] : []),
    ],
    pagination: { pageSize: 20, currentPage: 1 },
    sorters: [{ field: "updated_at", order: "desc" }],
    meta: { select: "id, reference", search: words, count: "none" },
    queryOptions: { enabled: providerId !== "", placeholderData: (previous) => previous },
  });
  return (
    <Select
      allowClear
      showSearch
      filterOption={false}
      aria-label={t("filter.request")}
      placeholder={t("filter.request")}
      value={chosen}
      onSearch={setText}
      onChange={(value?: string) => {
        setText("");
        audit.setFilter("request", value);
      }}
      options={found.result.data.map(({ id, reference }) => ({ value: id, label: reference }))}
      className={styles.choice}
    />
  );
}
