/** Messages to the client and internal notes, told apart at a glance. */
import { useList } from "@refinedev/core";
import { Alert, Button, Input, Segmented, Skeleton, theme, Typography } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePermitted } from "../../queries/access.ts";
import { useCommand } from "../../queries/commands/command-provider.ts";
import { useTextDraft } from "../../lib/drafts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import type { RequestRow } from "../../queries/request-row.ts";

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
  const { token } = theme.useToken();
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
      <ul style={{ listStyle: "none", padding: 0 }}>
        {result.data.map((comment) => (
          <li
            key={comment.id}
            style={{
              padding: 12,
              marginBottom: 8,
              borderRadius: token.borderRadius,
              background:
                comment.visibility === "internal" ? token.colorWarningBg : token.colorFillQuaternary,
            }}
          >
            <div style={{ display: "flex", flexWrap: "wrap", gap: 8, justifyContent: "space-between" }}>
              <strong>
                {comment.author_name} ·{" "}
                {t(`messages.side.${comment.visibility === "internal" ? "internal" : comment.author_side}`)}
              </strong>
              <RelativeTime value={comment.created_at} />
            </div>
            <div style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{comment.body}</div>
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
    <div style={{ maxWidth: 640 }}>
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
        <Alert type="info" title={t("messages.client_reads")} style={{ marginTop: 8 }} />
      )}
      <Input.TextArea
        aria-label={t("messages.body")}
        rows={3}
        value={body}
        maxLength={4000}
        onChange={(event) => setBody(event.target.value)}
        style={{ margin: "8px 0" }}
      />
      {body !== "" && <Typography.Paragraph type="secondary">{t("messages.kept")}</Typography.Paragraph>}
      <Button type="primary" loading={pending} disabled={body.trim() === ""} onClick={() => void send()}>
        {t("messages.send")}
      </Button>
    </div>
  );
}
