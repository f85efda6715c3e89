/** Messages to the client and internal notes, distinguished at a glance. */
import { useList } from "@refinedev/core";
import { Alert, Button, Input, Segmented, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePermitted } from "../../queries/access.ts";
import { useCommand } from "../../queries/commands/command-provider.ts";
import { useTextDraft } from "../../lib/drafts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import type { RequestRow } from "../../queries/request-row.ts";
import { Paragraph } from "../../ui/text.tsx";
import layout from "../../ui/layout.module.css";
import styles from "./request.module.css";

type CommentRow = {
  id: string;
  visibility: "internal" | "client";
  author_name: string;
  author_side: "provider" | "client";
  body: string;
  created_at: string;
};

export function MessagesTab({ request }: { request: RequestRow }) {
  const { t } = useTranslation("requests");
  const may = usePermitted();
  const { result, query } = useList<CommentRow>({
    resource: "comments",
    filters: [{ field: "request_id", operator: "eq", value: request.id }],
    sorters: [{ field: "created_at", order: "asc" }],
    pagination: { mode: "off" },
    meta: { select: "id, visibility, author_name, author_side, body, created_at" },
  });
  return (
    <>
      {query.isPending && <Skeleton active />}
      {query.isSuccess && result.data.length === 0 && <EmptyState text={t("messages.empty")} />}
      <ul className={styles.messages}>
        {result.data.map((comment) => (
          <li key={comment.id} className={styles.message} data-visibility={comment.visibility}>
            <div className={styles.messageHead}>
              <strong>
                {comment.author_name} ·{" "}
                {t(`messages.side.${comment.visibility === "internal" ? "internal" : comment.author_side}`)}
              </strong>
              <RelativeTime value={comment.created_at} />
            </div>
            <div className={layout.asWritten}>{comment.body}</div>
          </li>
        ))}
      </ul>
      {may("comment.internal") && <MessageForm key={request.id} requestId={request.id} />}
    </>
  );
}

function MessageForm({ requestId }: { requestId: string }) {
  const { t } = useTranslation("requests");
  const { run, pending } = useCommand();
  const [visibility, setVisibility] = useState<"internal" | "client">("internal");
  const [body, setBody] = useTextDraft(`${requestId}.message`);
  const send = async () => {
    const outcome = await run("add_comment", { request: requestId, visibility, body });
    if (outcome) setBody("");
  };
  return (
    <div className={styles.messageForm}>
      <Segmented
        value={visibility}
        onChange={setVisibility}
        aria-label={t("messages.to")}
        options={[
          { value: "internal", label: t("messages.internal") },
          { value: "client", label: t("messages.client") },
        ]}
      />
      {visibility === "client" && (
        <Alert type="info" title={t("messages.client_reads")} className={layout.above8} />
      )}
      <Input.TextArea
        aria-label={t("messages.body")}
        rows={3}
        value={body}
        maxLength={4000}
        onChange={(event) => setBody(event.target.value)}
        className={styles.messageBody}
      />
      {body !== "" && <Paragraph type="secondary">{t("messages.kept")}</Paragraph>}
      <Button type="primary" loading={pending} disabled={body.trim() === ""} onClick={() => void send()}>
        {t("messages.send")}
      </Button>
    </div>
  );
}
