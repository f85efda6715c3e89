/** Ends somebody's access after a confirmation. */
import { Button, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";
import styles from "./members.module.css";

type Props = { name: string; lead: string; pending: boolean; onEnd: () => void };

export function EndButton({ name, lead, pending, onEnd }: Props) {
  const { t } = useTranslation("members");
  return (
    <Popconfirm
      title={t("sure", { name })}
      description={<div className={styles.endLead}>{lead}</div>}
      okText={t("yes")}
      cancelText={t("no")}
      onConfirm={onEnd}
    >
      <Button loading={pending} aria-label={t("end_of", { name })}>
        {t("end")}
      </Button>
    </Popconfirm>
  );
}
