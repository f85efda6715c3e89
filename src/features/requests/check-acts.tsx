/** What staff can do about an open check: say or show that it is so, or waive it with a reason. */
import { checkCatalogue } from "#domain/checks/check-catalogue.ts";
import { Button, Input, Segmented, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePermissions } from "../../providers/access.ts";
import { useCommand } from "../../providers/command-provider.ts";
import type { CheckRecord } from "./check-record.ts";
import type { RequestRow } from "./request-row.ts";

export function CheckActs({ check, request }: { check: CheckRecord; request: RequestRow }) {
  const { t } = useTranslation(["requests", "domain"]);
  const may = usePermissions();
  const { run, pending } = useCommand();
  const { hard, source } = checkCatalogue[check.code];
  const [act, setAct] = useState<"confirm" | "waive">();
  const [kind, setKind] = useState<"person" | "document">("person");
  const [words, setWords] = useState("");
  const target = { request: request.id, version: request.version, code: check.code };
  const send = async () => {
    const outcome =
      act === "waive"
        ? await run("waive_check", { ...target, reason: words })
        : await run("confirm_check", { ...target, kind, evidence: words });
    if (!outcome) return;
    setAct(undefined);
    setWords("");
  };
  if (!act) {
    return (
      <Space wrap style={{ marginTop: 4 }}>
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
    <Space direction="vertical" style={{ marginTop: 4, width: "100%", maxWidth: 520 }}>
      {act === "confirm" && source === "api" && <span>{t("checks.word_counts")}</span>}
      {act === "confirm" && (
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
          {t(act === "waive" ? "checks.waive" : "checks.confirm")}
        </Button>
        <Button onClick={() => setAct(undefined)}>{t("dialog.close")}</Button>
      </Space.Compact>
    </Space>
  );
}
