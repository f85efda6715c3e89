/** Which side must act on an exception, how it ends, and where the move then continues. */
import type { CheckCode } from "#domain/checks/check-catalogue.ts";
import type { Step } from "#domain/cutover/step-catalogue.ts";
import { exceptionCatalogue } from "#domain/exceptions/exception-catalogue.ts";
import type { ExceptionCode } from "#domain/exceptions/exception-codes.ts";
import type { Status } from "#domain/status/statuses.ts";
import { Space } from "antd";
import { useTranslation } from "react-i18next";
import { WaitingMark } from "./waiting-mark.tsx";

export function ExceptionWay({ code }: { code: ExceptionCode }) {
  const { t } = useTranslation("domain");
  const { owner, next, resumeTo } = exceptionCatalogue[code];
  const [kind, of] = resumeTo.split(":");
  const place = () => {
    switch (kind) {
      case "step":
        return t("resume.step", { name: t(`step.${of as Step}.title`) });
      case "check":
        return t("resume.check", { name: t(`check.${of as CheckCode}.title`) });
      case "status":
        return t("resume.status", { name: t(`status.${of as Status}`) });
      default:
        return t(kind === "after" ? "resume.after" : "resume.met");
    }
  };
  return (
    <Space wrap size={[12, 4]}>
      <WaitingMark value={owner} />
      <span>{t(`exception_action.${next}`)}</span>
      <span>{place()}</span>
    </Space>
  );
}
