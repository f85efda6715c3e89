/** Where the provider requires a second factor; only an admin who has shown theirs may change it. */
import { Alert, Card, Space, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { useCommand } from "../../queries/commands/command-provider.ts";
import { useAssurance, useFactorOffer } from "../../queries/second-factor.ts";
import { LinkButton } from "../../ui/link-button.tsx";
import type { Settings } from "./use-settings.ts";
import layout from "../../ui/layout.module.css";
import styles from "./settings.module.css";

export function SecondFactorCard({ settings }: { settings: Settings }) {
  const { t } = useTranslation("settings");
  const { run, pending } = useCommand();
  const { data: assurance } = useAssurance();
  const { data: offered = true } = useFactorOffer();
  const demands = { admins: settings.second_factor_admins, cutover: settings.second_factor_cutover };
  const toggle = (change: Partial<typeof demands>) =>
    void run("set_second_factor", { provider: settings.id, ...demands, ...change });
  return (
    <Card title={t("second_factor.title")}>
      <p className={layout.noTop}>{t("second_factor.lead")}</p>
      {!offered && <Alert type="warning" showIcon title={t("second_factor.unavailable")} />}
      {offered && assurance !== "passed" && (
        <Alert
          type="info"
          showIcon
          title={t("second_factor.first")}
          description={<LinkButton to="/second-factor">{t("second_factor.set_up")}</LinkButton>}
          className={layout.below16}
        />
      )}
      <Space orientation="vertical" className={offered ? undefined : layout.above16}>
        {(["admins", "cutover"] as const).map((whom) => (
          <label key={whom} className={styles.switchLine}>
            <Switch
              checked={demands[whom]}
              loading={pending}
              disabled={!offered || assurance !== "passed"}
              onChange={(demanded) => toggle({ [whom]: demanded })}
            />
            {t(`second_factor.${whom}`)}
          </label>
        ))}
      </Space>
    </Card>
  );
}
