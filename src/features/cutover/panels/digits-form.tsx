/** An approval that is or may be irreversible: the last four digits are typed by hand. */
import { Alert, Button, Form } from "antd";
import { LastFourItem } from "./last-four-item.tsx";
import layout from "../../../ui/layout.module.css";
import styles from "../cutover.module.css";

type Props = {
  title: string;
  lead: string;
  action: string;
  busy: boolean;
  onApprove: (lastFour: string) => Promise<void>;
};

export function DigitsForm({ title, lead, action, busy, onApprove }: Props) {
  return (
    <Form
      layout="vertical"
      onFinish={({ lastFour }: { lastFour: string }) => void onApprove(lastFour)}
      className={styles.digitsForm}
    >
      <Alert type="warning" showIcon title={title} description={lead} className={layout.below16} />
      <LastFourItem />
      <Button type="primary" danger htmlType="submit" loading={busy}>
        {action}
      </Button>
    </Form>
  );
}
