/** Rows of antd's tables, each rendered separately: a row that fails does not affect the others. */
import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";
import { ErrorBoundary } from "./error-boundary.tsx";

function TableRow({ children, ...props }: ComponentProps<"tr">) {
  const { t } = useTranslation("common");
  return (
    <tr {...props}>
      <ErrorBoundary fallback={<td colSpan={100}>{t("row_unshown")}</td>}>{children}</ErrorBoundary>
    </tr>
  );
}

/** For a table's `components`. */
export const rowByRow = { body: { row: TableRow } };
