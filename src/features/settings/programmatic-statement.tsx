/** An admin's dated and revocable statement that Meta allows programmatic migration to the app of a connection. */
import { useFormat } from "../../lib/format.ts";
import { Checkbox } from "antd";
import { useTranslation } from "react-i18next";
import { usePermitted } from "../../queries/access.ts";
import { useCommand } from "../../queries/commands/command-provider.ts";
import type { Connection } from "../../queries/own-connections.ts";
import { Paragraph } from "../../ui/text.tsx";
import layout from "../../ui/layout.module.css";
import styles from "./settings.module.css";

export function ProgrammaticStatement({ connection }: { connection: Connection }) {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const may = usePermitted();
  const { run, pending } = useCommand();
  const { provider_id: provider, id, programmatic_stated_at: at } = connection;
  const date = at && format.date(at, "longDate");
  return (
    <div className={layout.above16}>
      <Checkbox
        checked={at !== null}
        disabled={pending || !may("connection.manage")}
        onChange={({ target }) =>
          void run("state_programmatic", { provider, connection: id, allowed: target.checked })
        }
      >
        {t("connections.programmatic.state")}
      </Checkbox>
      <Paragraph type="secondary" className={styles.statement}>
        {date ? t("connections.programmatic.stated", { date }) : t("connections.programmatic.lead")}
      </Paragraph>
    </div>
  );
}
