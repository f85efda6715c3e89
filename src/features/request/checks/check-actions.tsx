/** What staff can do about a check: confirm or deny it, with evidence, or waive it with a reason. */
import { checkCatalogue } from "#domain/checks/check-catalogue.ts";
import { isSettled } from "#domain/checks/readiness.ts";
import { Button, Input, Segmented, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePermitted } from "../../../queries/access.ts";
import { useCommand } from "../../../queries/commands/command-provider.ts";
import type { CheckRecord } from "./check-record.ts";
import type { RequestRow } from "../../../queries/request-row.ts";
import layout from "../../../ui/layout.module.css";
import styles from "./checks.module.css";

const actions = ["confirm", "deny", "waive"] as const;
type Action = (typeof actions)[number];

/** The possible statements about a check in its state: nobody may contradict Meta's answers. */
function actionsOf({ code, status }: CheckRecord, may: ReturnType<typeof usePermitted>): Action[] {
  const { hard, source } = checkCatalogue[code];
  const isOpen = !isSettled({ status });
  const possible: Record<Action, boolean> = {
    confirm: isOpen && may("check.confirm"),
    deny: source !== "api" && (status === "pending" || status === "passed") && may("check.confirm"),
    waive: isOpen && may(hard ? "check.waive_hard" : "check.waive_soft"),
  };
  return actions.filter((action) => possible[action]);
}

export function CheckActions({ check, request }: { check: CheckRecord; request: RequestRow }) {
  const { t } = useTranslation(["requests", "domain"]);
  const may = usePermitted();
  const { run, pending } = useCommand();
  const { source } = checkCatalogue[check.code];
  const [action, setAction] = useState<Action>();
  const [kind, setKind] = useState<"person" | "document">("person");
  const [words, setText] = useState("");
  const target = { request: request.id, version: request.version, code: check.code };
  const send = async () => {
    const outcome =
      action === "waive"
        ? await run("waive_check", { ...target, reason: words })
        : await run("confirm_check", {
            ...target,
            kind,
            evidence: words,
            outcome: action === "deny" ? "failed" : "passed",
          });
    if (!outcome) return;
    setAction(undefined);
    setText("");
  };
  const possible = actionsOf(check, may);
  if (!action && possible.length === 0) return null;
  if (!action) {
    return (
      <Space wrap className={layout.above4}>
        {possible.map((one) => (
          <Button key={one} size="small" onClick={() => setAction(one)}>
            {t(`checks.${one}`)}
          </Button>
        ))}
      </Space>
    );
  }
  const label = t(action === "waive" ? "checks.why" : "checks.evidence");
  return (
    <Space orientation="vertical" className={styles.actionForm}>
      {action === "confirm" && source === "api" && <span>{t("checks.word_counts")}</span>}
      {action !== "waive" && (
        <Segmented
          size="small"
          aria-label={t("checks.kind")}
          value={kind}
          onChange={setKind}
          options={[
            { value: "person", label: t("domain:evidence.person") },
            { value: "document", label: t("domain:evidence.document") },
          ]}
        />
      )}
      <Space.Compact className={layout.fullWidth}>
        <Input
          autoFocus
          aria-label={label}
          placeholder={label}
          value={words}
          maxLength={1000}
          onChange={(event) => setText(event.target.value)}
          onPressEnter={() => void send()}
        />
        <Button type="primary" loading={pending} disabled={words.trim() === ""} onClick={() => void send()}>
          {t(`checks.${action}`)}
        </Button>
        <Button onClick={() => setAction(undefined)}>{t("dialog.close")}</Button>
      </Space.Compact>
    </Space>
  );
}
