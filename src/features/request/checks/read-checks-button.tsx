/** Reads from Meta now, shows progress, and reports the result. */
import { checksFunction } from "#domain/functions/reading-functions.ts";
import { Button, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFunctionCall } from "../../../queries/commands/command-provider.ts";
import { RelativeTime } from "../../../ui/relative-time.tsx";
import type { RequestRow } from "../../../queries/request-row.ts";
import { useNotify } from "../../../providers/notify.ts";
import layout from "../../../ui/layout.module.css";

export function ReadChecksButton({ request }: { request: RequestRow }) {
  const { t } = useTranslation("requests");
  const notify = useNotify();
  const call = useFunctionCall();
  const [reading, setReading] = useState(false);
  const read = async () => {
    setReading(true);
    const found = await call(checksFunction, { request: request.id, version: request.version });
    setReading(false);
    if (found) notify.success(t("checks.read_result", { count: found.checks }));
  };
  return (
    <Space wrap className={layout.below12}>
      <Button onClick={() => void read()} loading={reading}>
        {t("checks.read")}
      </Button>
      <span role="status">
        {reading ? t("checks.reading") : null}
        {!reading && request.checks_read_at ? (
          <>
            {t("checks.read_last")} <RelativeTime value={request.checks_read_at} />
          </>
        ) : null}
      </span>
    </Space>
  );
}
