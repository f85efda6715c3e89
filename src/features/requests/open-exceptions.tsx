/** Open exceptions in words: what happened, what to do, and settled by hand where no step does it. */
import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";
import { usePermissions } from "../../providers/access.ts";
import { useCommand } from "../../providers/command-provider.ts";
import type { RequestRow } from "./request-row.ts";
import type { OpenException } from "./use-request.ts";

export function OpenExceptions({
  request,
  exceptions,
}: {
  request: RequestRow;
  exceptions: readonly OpenException[];
}) {
  const { t } = useTranslation(["requests", "domain"]);
  const may = usePermissions();
  const { run, pending } = useCommand();
  return exceptions.map(({ id, code, step }) => (
    <Alert
      key={id}
      type="error"
      showIcon
      role="alert"
      style={{ marginBottom: 12 }}
      message={t(`domain:exception.${code}.title`)}
      description={
        <>
          {t(`domain:exception.${code}.staff`)} {t(`domain:exception.${code}.next`)}
        </>
      }
      action={
        step === null && may("request.edit") ? (
          <Button
            size="small"
            loading={pending}
            onClick={() =>
              void run("resolve_exception", { request: request.id, version: request.version, code })
            }
          >
            {t("action.settled")}
          </Button>
        ) : undefined
      }
    />
  ));
}
