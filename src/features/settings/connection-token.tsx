/** The state of a connection's token as Meta last reported it; reading it again, replacing it, and removing it. */
import { useFormat } from "../../lib/format.ts";
import { tokenEnds } from "#domain/access/token-ends.ts";
import { neededScopes, needlessScopes } from "#domain/access/token-scopes.ts";
import { Button, Popconfirm, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePermitted } from "../../queries/access.ts";
import { useCommand } from "../../queries/commands/command-provider.ts";
import type { Connection } from "../../queries/own-connections.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { useMinute } from "../../ui/use-minute.ts";
import { ConnectionDialog } from "./connection-dialog.tsx";
import { useConnectionCommands } from "./use-connection-commands.ts";
import { Text } from "../../ui/text.tsx";
import layout from "../../ui/layout.module.css";

export function ConnectionToken({ connection }: { connection: Connection }) {
  const { t } = useTranslation("settings");
  const may = usePermitted();
  const { test, busy } = useConnectionCommands();
  const { run, pending } = useCommand();
  const [replacing, setReplacing] = useState(false);
  const target = { provider: connection.provider_id, connection: connection.id };
  return (
    <div className={layout.below12}>
      <TokenText connection={connection} />
      {may("connection.manage") && (
        <Space wrap>
          <Button onClick={() => void test(target)} loading={busy}>
            {t("connections.token.test")}
          </Button>
          <Button onClick={() => setReplacing(true)}>{t("connections.token.replace")}</Button>
          <Popconfirm
            title={t("connections.token.sure")}
            description={t("connections.token.sure_lead")}
            okText={t("connections.token.yes")}
            cancelText={t("connections.token.no")}
            onConfirm={() => void run("revoke_connection", target)}
          >
            <Button danger loading={pending}>
              {t("connections.token.revoke")}
            </Button>
          </Popconfirm>
        </Space>
      )}
      {replacing && (
        <ConnectionDialog
          providerId={connection.provider_id}
          connection={connection}
          onClose={() => setReplacing(false)}
        />
      )}
    </div>
  );
}

function TokenText({ connection }: { connection: Connection }) {
  const { t } = useTranslation("settings");
  if (connection.token_read_at === null) return <p>{t("connections.token.none_read")}</p>;
  const needless = needlessScopes(connection.token_scopes);
  const useful = connection.token_scopes.filter((scope) => neededScopes.some((one) => one === scope));
  return (
    <p className={layout.anyWrap}>
      {connection.token_valid ? (
        t("connections.token.valid")
      ) : (
        <Text type="danger">{t("connections.token.invalid")}</Text>
      )}{" "}
      <TokenEnds connection={connection} />{" "}
      {t("connections.token.scopes", { scopes: useful.join(", ") || "–" })}{" "}
      {needless.length > 0 && (
        <strong>{t("connections.token.needless", { scopes: needless.join(", ") })} </strong>
      )}
      <Text type="secondary">
        {t("connections.token.read")} <RelativeTime value={connection.token_read_at} />
      </Text>
    </p>
  );
}

/** When it stops working: on its own date, or because Meta closes the data to the app. */
function TokenEnds({ connection }: { connection: Connection }) {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const ends = tokenEnds(connection, useMinute());
  const words = ends.map(({ kind, at, urgency }) => {
    const date = format.date(at, "longDate");
    const text = t(`connections.token.ends.${kind}.${urgency}`, { at: date });
    if (urgency === "far") return <span key={kind}>{text} </span>;
    return (
      <Text key={kind} type={urgency === "soon" ? "warning" : "danger"} strong>
        {text}{" "}
      </Text>
    );
  });
  return (
    <>
      {connection.token_expires_at === null && `${t("connections.token.stays")} `}
      {words}
    </>
  );
}
