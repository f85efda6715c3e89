/** The last four digits of the number, typed by hand before an irreversible action. */
import { Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import styles from "../cutover.module.css";

export function LastFourItem() {
  const { t } = useTranslation("cutover");
  return (
    <Form.Item
      name="lastFour"
      label={t("approve.last_four")}
      rules={[{ required: true, pattern: /^\d{4}$/, message: t("approve.four_digits") }]}
    >
      <Input inputMode="numeric" maxLength={4} autoComplete="off" className={styles.lastFour} />
    </Form.Item>
  );
}
