/** Downloads the filtered requests as CSV; the server audits it and names the file. */
import type { RequestFilter } from "#domain/requests/request-filter.ts";
import { App } from "antd";
import { useState } from "react";
import { CommandError } from "./command-error.ts";
import { useErrorText } from "./error-text.ts";
import { getResponse, postToFunction } from "./function-call.ts";

export type ExportMode = "machine" | "spreadsheet";

export function saveFile(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** Saves the file of an answer; tells the person why there is none. */
function useDownload() {
  const errorText = useErrorText();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const download = async (ask: () => Promise<Response>, fallbackName: string) => {
    setBusy(true);
    try {
      const response = await ask();
      const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1];
      saveFile(await response.blob(), name ?? fallbackName);
    } catch (error) {
      void message.error(errorText(error instanceof CommandError ? error : new CommandError("internal")), 8);
    } finally {
      setBusy(false);
    }
  };
  return { download, busy };
}

export function useExportDownload(providerId: string | undefined) {
  const { download, busy } = useDownload();
  return {
    busy,
    download: (mode: ExportMode, filter: RequestFilter) =>
      download(() => postToFunction("export-requests", { providerId, mode, filter }), `requests-${mode}.csv`),
  };
}

/** The texts of the old account's templates as JSON. */
export function useTemplateBackup(requestId: string) {
  const { download, busy } = useDownload();
  return {
    busy,
    download: () => download(() => getResponse("template-backup", { request: requestId }), "templates.json"),
  };
}
