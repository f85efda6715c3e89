/** The messages between the client and the provider's staff, oldest first. */
import { useFormat } from "../../../lib/format.ts";
import { useTranslation } from "react-i18next";
import { MessageForm } from "./message-form.tsx";
import type { PortalComment } from "../portal-request.ts";
import { PortalCard } from "./portal-card.tsx";
import { Paragraph } from "../../../ui/text.tsx";
import layout from "../../../ui/layout.module.css";
import styles from "../portal.module.css";

export type MessagesProps = {
  requestId: string;
  comments: readonly PortalComment[];
  onSend: (body: string) => Promise<boolean>;
};

export function Messages({ requestId, comments, onSend }: MessagesProps) {
  const { t } = useTranslation("portal");
  const format = useFormat();
  return (
    <PortalCard title={t("messages.title")}>
      {comments.length === 0 ? <Paragraph type="secondary">{t("messages.none")}</Paragraph> : null}
      <ul className={styles.messageList}>
        {comments.map((comment) => {
          const own = comment.author_side === "client";
          return (
            <li
              key={comment.id}
              className={`${styles.message} ${own ? styles.ownMessage : styles.theirMessage}`}
            >
              <div className={`${layout.small} ${layout.secondary}`}>
                {own ? t("messages.you") : comment.author_name} ·{" "}
                <time dateTime={comment.created_at}>{format.date(comment.created_at, "dateTime")}</time>
              </div>
              <div className={layout.asWritten}>{comment.body}</div>
            </li>
          );
        })}
      </ul>
      <MessageForm id="message" requestId={requestId} onSend={onSend} />
    </PortalCard>
  );
}
