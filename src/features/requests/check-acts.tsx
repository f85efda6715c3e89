/** What staff can do about a check: say or show that it is so or is not so, or waive it with a reason. */
import { checkCatalogue } from "#domain/checks/check-catalogue.ts";
import { isSettled } from "#domain/checks/readiness.ts";
import { Button, Input, Segmented, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePermitted } from "../../providers/access.ts";
import { useCommand } from "../../providers/command-provider.ts";
import type { CheckRecord } from "./check-record.ts";
import type { RequestRow } from "./request-row.ts";

const acts = ["confirm", "deny", "waive"] as const;
type Act = (typeof acts)[number];

/** What may be said of a check as it stands: Meta's answers are nobody else's to deny. */
function actsOf({ code, status }: CheckRecord, may: ReturnType<typeof usePermitted>): Act[] {
  const { hard, source } = checkCatalogue[code];
  const isOpen = !isSettled({ status });
  const possible: Record<Act, boolean> = {
    confirm: isOpen && may("check.confirm"),
    deny: source !== "api" && (status === "pending" || status === "passed") && may("check.confirm"),
    waive: isOpen && may(hard ? "check.waive_hard" : "check.waive_soft"),
  };
  return acts.filter((act) => possible[act]);
}

export function CheckActs({ check, request }: { check: CheckRecord; request: RequestRow }) {
  const { t } = useTranslation(["requests", "domain"]);
  const may = usePermitted();
  const { run, pending } = useCommand();
  const { source } = checkCatalogue[check.code];
  const [act, setAct] = useState<Act>();
  const [kind, setKind] = useState<"person" | "document">("person");
  const [words, setWords] = useState("");
  const target = { request: request.id, version: request.version, code: check.code };
  const send = async () => {
    const outcome =
      act === "waive"
        ? await run("waive_check", { ...target, reason: words })
        : await run("confirm_check", {
            ...target,
            kind,
            evidence: words,
            outcome: act === "deny" ? "failed" : "passed",
          });
    if (!outcome) return;
    setAct(undefined);
    setWords("");
  };
  const possible = actsOf(check, may);
  if (!act && possible.length === 0) return null;
  if (!act) {
    return (
      <Space wrap style={{ marginTop: 4 }}>
        {possible.map((one) => (
          <Button key={one} size="small" onClick={() => setAct(one)}>
            {t(`checks.${one}`)}
          </Button>
        ))}
      </Space>
    );
  }
  const label = t(act === "waive" ? "checks.why" : "checks.evidence");
  return (
    <Space direction="vertical" style={{ marginTop: 4, width: "100%", maxWidth: 520 }}>
      {act === "confirm" && source === "api" && <span>{t("checks.word_counts")}</span>}
      {act !== "waive" && (
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
      <Space.Compact style={{ width: "100%" }}>
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
          {t(`checks.${act}`)}
        </Button>
        <Button onClick={() => setAct(undefined)}>{t("dialog.close")}</Button>
      </Space.Compact>
    </Space>
  );
}
