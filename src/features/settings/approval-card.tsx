/** Whether a second person must approve a cut-over before another may start it. */
import { Card, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { useCommand } from "../../queries/commands/command-provider.ts";
import type { Settings } from "./use-settings.ts";
import styles from "./settings.module.css";

export function ApprovalCard({ settings }: { settings: Settings }) {
  const { t } = useTranslation("settings");
  const { run, pending } = useCommand();
  return (
    <Card title={t("approval.title")}>
      <p>{t("approval.lead")}</p>
      <label className={styles.switchLine}>
        <Switch
          checked={settings.second_approval}
          loading={pending}
          onChange={(required) => void run("set_second_approval", { provider: settings.id, required })}
        />
        {t("approval.required")}
      </label>
    </Card>
  );
}
