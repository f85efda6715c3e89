/** What the client and the provider's people wrote to each other, oldest first. */
import { useFormat } from "../../../lib/format.ts";
import { theme, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { MessageForm } from "./message-form.tsx";
import type { PortalComment } from "../portal-request.ts";
import { PortalCard } from "./portal-card.tsx";

export type MessagesProps = {
  requestId: string;
  comments: readonly PortalComment[];
  onSend: (body: string) => Promise<boolean>;
};

export function Messages({ requestId, comments, onSend }: MessagesProps) {
  const { t } = useTranslation("portal");
  const format = useFormat();
  const { token } = theme.useToken();
  return (
    <PortalCard title={t("messages.title")}>
      {comments.length === 0 ? (
        <Typography.Paragraph type="secondary">{t("messages.none")}</Typography.Paragraph>
      ) : null}
      <ul style={{ listStyle: "none", margin: "0 0 16px", padding: 0, display: "grid", gap: 12 }}>
        {comments.map((comment) => {
          const own = comment.author_side === "client";
          return (
            <li
              key={comment.id}
              style={{
                justifySelf: own ? "end" : "start",
                maxWidth: "85%",
                padding: "8px 12px",
                borderRadius: token.borderRadiusLG,
                background: own ? token.colorPrimaryBg : token.colorFillTertiary,
              }}
            >
              <div style={{ fontSize: 12, color: token.colorTextSecondary }}>
                {own ? t("messages.you") : comment.author_name} ·{" "}
                <time dateTime={comment.created_at}>{format.date(comment.created_at, "dateTime")}</time>
              </div>
              <div style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{comment.body}</div>
            </li>
          );
        })}
      </ul>
      <MessageForm id="message" requestId={requestId} onSend={onSend} />
    </PortalCard>
  );
}
