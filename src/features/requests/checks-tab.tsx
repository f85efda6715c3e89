/** Every check with its evidence; read from Meta, confirmed by a person, or waived with a reason. */
import { type CheckCode, checkCatalogue } from "#domain/checks/check-catalogue.ts";
import { useList } from "@refinedev/core";
import { Button, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { usePermissions } from "../../providers/access.ts";
import { useFunctionCall } from "../../providers/command-provider.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { CheckRow, type CheckRecord } from "./check-row.tsx";
import type { RequestRow } from "./request-row.ts";

const editable = ["submitted", "preparing", "scheduled"];

export function ChecksTab({ request }: { request: RequestRow }) {
  const { t } = useTranslation("requests");
  const may = usePermissions();
  const call = useFunctionCall();
  const [reading, setReading] = useState(false);
  const { result, query } = useList<CheckRecord>({
    resource: "checks",
    filters: [{ field: "request_id", operator: "eq", value: request.id }],
    pagination: { mode: "off" },
  });
  if (query.isLoading) return <Skeleton active />;
  const order = Object.keys(checkCatalogue);
  const rows = result.data.toSorted((a, b) => order.indexOf(a.code) - order.indexOf(b.code));
  const open = editable.includes(request.status);
  const read = async () => {
    setReading(true);
    await call("checks", { request: request.id, version: request.version }, z.object({ checks: z.number() }));
    setReading(false);
  };
  const isHard = (code: CheckCode) => checkCatalogue[code].hard;
  return (
    <>
      {open && may("check.run") && (
        <Button onClick={() => void read()} loading={reading} style={{ marginBottom: 12 }}>
          {t("checks.read")}
        </Button>
      )}
      {rows.length === 0 && <EmptyState text={t("checks.empty")} />}
      {[true, false].map((hard) => (
        <section key={String(hard)} aria-label={t(hard ? "checks.hard" : "checks.soft")}>
          {rows.some((row) => isHard(row.code) === hard) && (
            <h2 style={{ fontSize: 16 }}>{t(hard ? "checks.hard" : "checks.soft")}</h2>
          )}
          <ul style={{ listStyle: "none", padding: 0 }}>
            {rows
              .filter((row) => isHard(row.code) === hard)
              .map((row) => (
                <CheckRow key={row.id} check={row} request={request} open={open} />
              ))}
          </ul>
        </section>
      ))}
    </>
  );
}
