/** Stores what a visitor typed on their device until the application is filed. */
import type { RequestOutcome } from "#domain/commands/command-catalogue.ts";
import type { ApplicationForm } from "./application-form.ts";

export type StoredDraft = {
  form: ApplicationForm;
  /** The draft made from it; filing again updates this draft instead of making another. */
  draft?: Pick<RequestOutcome, "id" | "version" | "reference">;
};

const keyOf = (name: string) => `portdesk.apply.${name}`;

export function readDraft(name: string, storage: Storage = localStorage): StoredDraft {
  try {
    const stored: unknown = JSON.parse(storage.getItem(keyOf(name)) ?? "null");
    return isStored(stored) ? stored : { form: {} };
  } catch {
    return { form: {} };
  }
}

export function storeDraft(name: string, stored: StoredDraft, storage: Storage = localStorage): void {
  try {
    storage.setItem(keyOf(name), JSON.stringify(stored));
  } catch {
    // A full or forbidden storage only costs the visitor the convenience.
  }
}

export function deleteDraft(name: string, storage: Storage = localStorage): void {
  storage.removeItem(keyOf(name));
}

function isStored(value: unknown): value is StoredDraft {
  return (
    typeof value === "object" &&
    value !== null &&
    "form" in value &&
    typeof value.form === "object" &&
    value.form !== null
  );
}
