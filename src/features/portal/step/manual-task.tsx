/** A step that the client takes at Meta, or an agreement needed first: confirmed with one button. */
import { Button, Input, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCommand } from "../../../queries/commands/command-provider.ts";
import type { ClientManualStep } from "./client-step.ts";
import type { PortalRequest } from "../portal-request.ts";
import layout from "../../../ui/layout.module.css";

type Props = { request: Pick<PortalRequest, "id" | "version">; step: ClientManualStep };

export function ManualTask({ request, step }: Props) {
  const { t } = useTranslation("portal");
  const { run, pending } = useCommand();
  const [note, setNote] = useState("");
  const confirm = t(`manual.${step}.confirm`);
  const complete = () =>
    run("complete_manual_step", {
      request: request.id,
      version: request.version,
      step,
      note: note.trim() || confirm,
    });
  return (
    <Space orientation="vertical" size={12} className={layout.fullWidth}>
      <Input
        value={note}
        onChange={(event) => setNote(event.target.value)}
        placeholder={t("tasks.note")}
        aria-label={t("tasks.note")}
        maxLength={400}
      />
      <Button type="primary" size="large" onClick={() => void complete()} loading={pending}>
        {confirm}
      </Button>
    </Space>
  );
}
