/** After the move: the client confirms that messages work, or describes the problem. */
import { Button, Space } from "antd";
import { useTranslation } from "react-i18next";
import { Disclosure } from "../../../ui/disclosure.tsx";
import { useCommand } from "../../../queries/commands/command-provider.ts";
import { MessageForm } from "./message-form.tsx";
import type { PortalRequest } from "../portal-request.ts";
import layout from "../../../ui/layout.module.css";
import styles from "../portal.module.css";

export type WorksEntryProps = {
  request: Pick<PortalRequest, "id" | "version">;
  /** Resolves to whether the message was accepted. */
  onSend: (body: string) => Promise<boolean>;
};

export function WorksEntry({ request: { id, version }, onSend }: WorksEntryProps) {
  const { t } = useTranslation("monitoring");
  const { run, pending } = useCommand();
  return (
    <Space orientation="vertical" size={16} className={layout.fullWidth}>
      <Button
        type="primary"
        size="large"
        loading={pending}
        onClick={() => void run("confirm_integration", { request: id, version })}
      >
        {t("client.works")}
      </Button>
      <Disclosure summary={t("client.works_not")}>
        <div className={styles.worksNot}>
          <MessageForm id="works-not" requestId={id} onSend={onSend} />
        </div>
      </Disclosure>
    </Space>
  );
}
