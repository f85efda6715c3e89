/** The provider's connections to Meta: the state of each token, how many numbers an account may hold, and new ones. */
import { Button, Card, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePermitted } from "../../queries/access.ts";
import { useOwnConnections } from "../../queries/own-connections.ts";
import { ConnectionDialog } from "./connection-dialog.tsx";
import { ConnectionLimit } from "./connection-limit.tsx";
import { ConnectionToken } from "./connection-token.tsx";
import { ProgrammaticStatement } from "./programmatic-statement.tsx";
import layout from "../../ui/layout.module.css";
import styles from "./settings.module.css";

export function ConnectionsCard({ providerId }: { providerId: string }) {
  const { t } = useTranslation("settings");
  const may = usePermitted();
  const [adding, setAdding] = useState(false);
  const { result, query } = useOwnConnections(providerId);
  return (
    <Card title={t("connections.title")}>
      {query.isLoading ? <Skeleton active /> : null}
      {query.isSuccess && result.data.length === 0 ? <p>{t("connections.empty")}</p> : null}
      {result.data.map((connection) => (
        <section key={connection.id} aria-label={connection.name} className={layout.below24}>
          <h2 className={styles.connectionName}>{connection.name}</h2>
          <ConnectionToken connection={connection} />
          <ConnectionLimit connection={connection} />
          <ProgrammaticStatement connection={connection} />
        </section>
      ))}
      {may("connection.manage") && (
        <Button onClick={() => setAdding(true)}>{t("connections.token.add")}</Button>
      )}
      {adding && (
        <ConnectionDialog providerId={providerId} connection={null} onClose={() => setAdding(false)} />
      )}
    </Card>
  );
}
