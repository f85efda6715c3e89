/** Downloads the filtered requests as CSV; the server audits it and names the file. */
import { exportFunction, templateBackupFunction } from "#domain/functions/file-functions.ts";
import type { CsvMode } from "#domain/reports/csv-modes.ts";
import type { RequestFilter } from "#domain/requests/request-filter.ts";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asCommandError } from "../../providers/command-error.ts";
import { useErrorText } from "./error-text.ts";
import { getFromFunction, postToFunction } from "../../providers/function-client.ts";
import { sha256 } from "../../lib/sha256.ts";
import { useNotify } from "../../providers/notify.ts";

export function saveFile(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** Saves the file of an answer, or tells the person why there is none. `onSaved` gets the file. */
function useDownload(onSaved?: (file: Blob) => Promise<void>) {
  const errorText = useErrorText();
  const notify = useNotify();
  const [busy, setBusy] = useState(false);
  const download = async (ask: () => Promise<Response>, fallbackName: string) => {
    setBusy(true);
    try {
      const response = await ask();
      const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1];
      const file = await response.blob();
      saveFile(file, name ?? fallbackName);
      await onSaved?.(file);
    } catch (error) {
      notify.error(errorText(asCommandError(error)));
    } finally {
      setBusy(false);
    }
  };
  return { download, busy };
}

export function useExportDownload(providerId: string | undefined) {
  const { t } = useTranslation();
  const notify = useNotify();
  const { download, busy } = useDownload(async (file) => {
    const hash = await sha256(await file.arrayBuffer());
    notify.success(t("exported", { hash }), 20);
  });
  return {
    busy,
    download: (mode: CsvMode, filter: RequestFilter) =>
      download(
        () => postToFunction(exportFunction, { providerId: providerId ?? "", mode, filter }),
        `requests-${mode}.csv`,
      ),
  };
}

/** The texts of the old account's templates as JSON. */
export function useTemplateBackup(requestId: string) {
  const { download, busy } = useDownload();
  return {
    busy,
    download: () =>
      download(() => getFromFunction(templateBackupFunction, { request: requestId }), "templates.json"),
  };
}
