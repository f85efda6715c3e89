/** The input of functions that answer with a file. */
import * as z from "zod/mini";
import { csvModes } from "../reports/csv-modes.ts";
import { requestFilter } from "../requests/request-filter.ts";

/** POST → CSV. */
export const exportFunction = {
  name: "export-requests",
  request: z.object({
    providerId: z.uuid(),
    mode: z.enum(csvModes),
    filter: z._default(requestFilter, {}),
  }),
} as const;

/** GET → JSON: the texts of the old account's templates. */
export const templateBackupFunction = {
  name: "template-backup",
  request: z.object({ request: z.uuid() }),
} as const;
