/** Downloads the filtered requests as CSV; the server audits it and names the file. */
import type { RequestFilter } from "#domain/requests/request-filter.ts";
import { App } from "antd";
import { useState } from "react";
import { CommandError } from "./command-error.ts";
import { useErrorText } from "./error-text.ts";
import { postToFunction } from "./function-call.ts";

export type ExportMode = "machine" | "spreadsheet";

function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

export function useExportDownload(providerId: string | undefined) {
  const errorText = useErrorText();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const download = async (mode: ExportMode, filter: RequestFilter) => {
    setBusy(true);
    try {
      const response = await postToFunction("export-requests", { providerId, mode, filter });
      const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1];
      save(await response.blob(), name ?? `requests-${mode}.csv`);
    } catch (error) {
      void message.error(errorText(error instanceof CommandError ? error : new CommandError("internal")), 8);
    } finally {
      setBusy(false);
    }
  };
  return { download, busy };
}
