/** Help with a task that only the client can complete: where to click, and a way to confirm it. */
import type { ExceptionCode } from "#domain/exceptions/exception-codes.ts";
import { Space } from "antd";
import { useTranslation } from "react-i18next";
import { MessageForm } from "../cards/message-form.tsx";
import { WhereToClick } from "./where-to-click.tsx";
import layout from "../../../ui/layout.module.css";
import styles from "../portal.module.css";

type Props = { requestId: string; onSend: (body: string) => Promise<boolean> };

/** Illustrated places in Meta's menus, by the exception that they resolve. */
const drawnFor: Partial<Record<ExceptionCode, "TWO_STEP_OFF" | "NAME_APPROVED">> = {
  TWO_STEP_ON: "TWO_STEP_OFF",
  NAME_NOT_APPROVED: "NAME_APPROVED",
};

export function ExceptionHelp({ code, ...props }: Props & { code: ExceptionCode }) {
  const { t } = useTranslation("portal");
  const place = drawnFor[code];
  return (
    <Space orientation="vertical" size={12} className={layout.fullWidth}>
      {place ? <WhereToClick path={t(`where.${place}`)} /> : null}
      <SayWhenDone {...props} />
    </Space>
  );
}

export function SayWhenDone(props: Props) {
  const { t } = useTranslation("portal");
  return (
    <>
      <p className={layout.flush}>{t("done_hint")}</p>
      <MessageForm id="done" {...props} />
    </>
  );
}

/** The provider's question, in their words. */
export function Question({ text }: { text: string }) {
  return <blockquote className={`${styles.question} ${layout.asWritten}`}>{text}</blockquote>;
}
