/** Open exceptions in words: what happened, what to do, whose turn it is and how it goes on. */
import { isSettledByHand } from "#domain/exceptions/exception-catalogue.ts";
import { useOne } from "@refinedev/core";
import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";
import { usePermissions } from "../../providers/access.ts";
import { useCommand } from "../../providers/command-provider.ts";
import { ExceptionWay } from "../../ui/exception-way.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import type { RequestRow } from "./request-row.ts";
import type { OpenException } from "./use-request.ts";

type Props = { request: RequestRow; exceptions: readonly OpenException[] };

export function OpenExceptions({ request, exceptions }: Props) {
  const { t } = useTranslation(["requests", "domain"]);
  const may = usePermissions();
  const { run, pending } = useCommand();
  const mayBeSettled = ({ code, step }: OpenException) =>
    may("exception.settle") && isSettledByHand(code) && (step === null || request.registered_at !== null);
  return exceptions.map((exception) => (
    <Alert
      key={exception.id}
      type="error"
      showIcon
      role="alert"
      style={{ marginBottom: 12 }}
      message={
        <>
          {t(`domain:exception.${exception.code}.title`)} · <RelativeTime value={exception.opened_at} />
        </>
      }
      description={
        <>
          <p style={{ margin: "0 0 4px" }}>
            {t(`domain:exception.${exception.code}.staff`)} {t(`domain:exception.${exception.code}.next`)}
          </p>
          <Note exception={exception.id} />
          <ExceptionWay code={exception.code} />
        </>
      }
      action={
        mayBeSettled(exception) ? (
          <Button
            size="small"
            loading={pending}
            onClick={() =>
              void run("resolve_exception", {
                request: request.id,
                version: request.version,
                code: exception.code,
              })
            }
          >
            {t("action.settled")}
          </Button>
        ) : undefined
      }
    />
  ));
}

type Behind = { exception_id: string; payload: { note?: string } };

/** What the person who opened it wrote, for staff. */
function Note({ exception }: { exception: string }) {
  const { result } = useOne<Behind>({
    resource: "exception_payloads",
    id: exception,
    meta: { idColumn: "exception_id" },
    errorNotification: false,
    queryOptions: { retry: false },
  });
  const note = result?.payload.note;
  return note ? <p style={{ margin: "0 0 4px", overflowWrap: "anywhere" }}>“{note}”</p> : null;
}
