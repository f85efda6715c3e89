/** Who, what, by when, and one button. */
import type { NextAction } from "#domain/status/statuses.ts";
import { Button, Card, Space } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { usePermitted } from "../../queries/access.ts";
import { useCommand } from "../../queries/commands/command-provider.ts";
import { useNextActionText } from "../../widgets/next-action-text.tsx";
import { WaitingMark } from "../../widgets/waiting-mark.tsx";
import type { DialogName } from "./dialog-props.ts";
import { RequestDialogs } from "./dialogs.tsx";
import { DueTime } from "../../widgets/due-time.tsx";
import type { RequestRow } from "../../queries/request-row.ts";
import layout from "../../ui/layout.module.css";
import styles from "./request.module.css";

/** Actions that belong to the cut-over page. */
const cutoverActions: readonly string[] = [
  "await_step",
  "request_code",
  "enter_code",
  "approve_register",
  "register_silently",
  "exchange_messages",
  "retry_step",
  "explain_outcome",
  "sign_up",
  "complete_step",
] satisfies NextAction[];

export function NextActionStrip({
  request,
  onOpenTab,
}: {
  request: RequestRow;
  onOpenTab: (tab: string) => void;
}) {
  const { t } = useTranslation(["requests", "domain"]);
  const nextAction = useNextActionText();
  const navigate = useNavigate();
  const may = usePermitted();
  const { run, pending } = useCommand();
  const [dialog, setDialog] = useState<DialogName>();
  const target = { request: request.id, version: request.version };
  const action = request.next_action;
  if (action === null) return null;

  const button = (label: string, onClick: () => void, allowed: boolean): ReactNode =>
    allowed && (
      <Button type="primary" loading={pending} onClick={onClick}>
        {label}
      </Button>
    );
  const start = async () => {
    const outcome = await run("start_cutover", target);
    if (outcome) void navigate(`/requests/${request.id}/cutover`);
  };
  const buttons: Partial<Record<NextAction, ReactNode>> = {
    triage: (
      <Space wrap>
        {button(t("action.accept"), () => void run("accept_request", target), may("request.accept"))}
        {may("request.reject") && <Button onClick={() => setDialog("reject")}>{t("action.reject")}</Button>}
      </Space>
    ),
    pass_check: button(t("action.checks"), () => onOpenTab("checks"), true),
    choose_route: button(t("action.route"), () => onOpenTab("route"), may("request.edit")),
    propose_date: button(t("action.schedule"), () => setDialog("schedule"), may("request.schedule")),
    answer_proposed_window: button(
      t("proposal.accept"),
      () => void run("accept_window", target),
      may("request.schedule"),
    ),
    start_cutover: button(t("action.start"), () => void start(), may("cutover.start")),
    finish_tracks: button(
      t("action.complete"),
      () => void run("complete_request", target),
      may("request.complete"),
    ),
    confirm_integration: button(t("action.ask"), () => setDialog("ask"), may("request.ask")),
    release_hold: button(
      t("action.release"),
      () => void run("hold_request", { ...target, reason: null }),
      may("request.hold"),
    ),
  };
  const known = Object.entries(buttons).find(([name]) => name === action)?.[1];
  const inCutover =
    cutoverActions.includes(action) || (request.status === "cutover" && action === "resolve_exception");
  return (
    <Card size="small" className={layout.below16}>
      <div className={styles.nextAction}>
        <WaitingMark value={request.waiting_on} />
        <strong className={styles.nextActionWords}>{nextAction(action, request.next_action_subject)}</strong>
        {request.due_at && <DueTime of={request} label={t("due_by")} />}
        {inCutover
          ? button(t("action.open_cutover"), () => void navigate(`/requests/${request.id}/cutover`), true)
          : known}
      </div>
      <RequestDialogs request={request} open={dialog} onClose={() => setDialog(undefined)} />
    </Card>
  );
}
