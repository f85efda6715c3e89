/** One check: what it asks, what was found and when, and what can be done about it. */
import { type CheckCode, checkCatalogue, type CheckStatus } from "#domain/checks/check-catalogue.ts";
import {
  CheckCircleFilled,
  ClockCircleOutlined,
  CloseCircleFilled,
  MinusCircleFilled,
} from "@ant-design/icons";
import { Button, Input, Space, theme } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { usePermissions } from "../../providers/access.ts";
import { useCommand } from "../../providers/command-provider.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { WaitingMark } from "../../ui/waiting-mark.tsx";
import type { RequestRow } from "./request-row.ts";
import { useCauseText } from "./use-cause-text.ts";

export type CheckRecord = {
  id: string;
  code: CheckCode;
  status: CheckStatus;
  evidence_kind: "api" | "document" | "person" | null;
  evidence_field: string | null;
  evidence_value: string | null;
  cause: string | null;
  read_at: string | null;
};

const icons: Record<CheckStatus, ReactNode> = {
  pending: <ClockCircleOutlined />,
  passed: <CheckCircleFilled />,
  failed: <CloseCircleFilled />,
  waived: <MinusCircleFilled />,
  stale: <ClockCircleOutlined />,
};

export function CheckRow({
  check,
  request,
  open,
}: {
  check: CheckRecord;
  request: RequestRow;
  open: boolean;
}) {
  const { t } = useTranslation(["requests", "domain"]);
  const { token } = theme.useToken();
  const causeText = useCauseText();
  const entry = checkCatalogue[check.code];
  const colors: Record<CheckStatus, string> = {
    pending: token.colorTextDescription,
    passed: token.colorSuccess,
    failed: token.colorError,
    waived: token.colorWarning,
    stale: token.colorWarning,
  };
  const settled = check.status === "passed" || check.status === "waived";
  return (
    <li
      style={{ display: "flex", gap: 12, padding: "10px 0", borderBottom: `1px solid ${token.colorSplit}` }}
    >
      <span aria-hidden style={{ color: colors[check.status], fontSize: 16 }}>
        {icons[check.status]}
      </span>
      <div style={{ flex: 1, minWidth: 0 }}>
        <div style={{ display: "flex", flexWrap: "wrap", justifyContent: "space-between", gap: 8 }}>
          <strong>{t(`domain:check.${check.code}.title`)}</strong>
          <Space>
            {!settled && <WaitingMark value={entry.owner} />}
            <span style={{ color: colors[check.status] }}>{t(`domain:check_status.${check.status}`)}</span>
          </Space>
        </div>
        {!settled && (
          <div>
            {t(`domain:check.${check.code}.why`)} {t(`domain:check.${check.code}.how`)}
          </div>
        )}
        {check.evidence_kind && (
          <div style={{ color: token.colorTextDescription, overflowWrap: "anywhere" }}>
            {t(`domain:evidence.${check.evidence_kind}`)}:{" "}
            {[check.evidence_field, check.evidence_value].filter(Boolean).join(" = ")}{" "}
            {check.read_at && <RelativeTime value={check.read_at} />}
          </div>
        )}
        {check.cause && (
          <div style={{ color: token.colorError, overflowWrap: "anywhere" }}>{causeText(check.cause)}</div>
        )}
        {open && !settled && <CheckActs check={check} request={request} hard={entry.hard} />}
      </div>
    </li>
  );
}

function CheckActs({ check, request, hard }: { check: CheckRecord; request: RequestRow; hard: boolean }) {
  const { t } = useTranslation("requests");
  const may = usePermissions();
  const { run, pending } = useCommand();
  const [act, setAct] = useState<"confirm" | "waive">();
  const [words, setWords] = useState("");
  const target = { request: request.id, version: request.version, code: check.code };
  const send = async () => {
    const outcome =
      act === "waive"
        ? await run("waive_check", { ...target, reason: words })
        : await run("confirm_check", { ...target, kind: "person", evidence: words });
    if (outcome) setAct(undefined);
  };
  if (!act) {
    return (
      <Space style={{ marginTop: 4 }}>
        {may("check.confirm") && (
          <Button size="small" onClick={() => setAct("confirm")}>
            {t("checks.confirm")}
          </Button>
        )}
        {may(hard ? "check.waive_hard" : "check.waive_soft") && (
          <Button size="small" onClick={() => setAct("waive")}>
            {t("checks.waive")}
          </Button>
        )}
      </Space>
    );
  }
  const label = t(act === "waive" ? "checks.why" : "checks.evidence");
  return (
    <Space.Compact style={{ marginTop: 4, width: "100%", maxWidth: 520 }}>
      <Input
        autoFocus
        aria-label={label}
        placeholder={label}
        value={words}
        maxLength={1000}
        onChange={(event) => setWords(event.target.value)}
        onPressEnter={() => void send()}
      />
      <Button type="primary" loading={pending} disabled={words.trim() === ""} onClick={() => void send()}>
        {t(act === "waive" ? "checks.waive" : "checks.confirm")}
      </Button>
      <Button onClick={() => setAct(undefined)}>{t("dialog.close")}</Button>
    </Space.Compact>
  );
}
