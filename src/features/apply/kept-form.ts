/** What a visitor typed, kept on their device until the application is filed. */
import type { RequestOutcome } from "#domain/commands/command-catalogue.ts";
import type { ApplicationForm } from "./application-form.ts";

export type KeptForm = {
  form: ApplicationForm;
  /** The draft that was made of it; filing again changes this draft instead of making another. */
  draft?: Pick<RequestOutcome, "id" | "version" | "reference">;
};

const keyOf = (name: string) => `portdesk.apply.${name}`;

export function readKept(name: string, storage: Storage = localStorage): KeptForm {
  try {
    const kept: unknown = JSON.parse(storage.getItem(keyOf(name)) ?? "null");
    return isKept(kept) ? kept : { form: {} };
  } catch {
    return { form: {} };
  }
}

export function keep(name: string, kept: KeptForm, storage: Storage = localStorage): void {
  try {
    storage.setItem(keyOf(name), JSON.stringify(kept));
  } catch {
    // A full or forbidden storage costs the visitor only the convenience.
  }
}

export function forget(name: string, storage: Storage = localStorage): void {
  storage.removeItem(keyOf(name));
}

function isKept(value: unknown): value is KeptForm {
  return (
    typeof value === "object" &&
    value !== null &&
    "form" in value &&
    typeof value.form === "object" &&
    value.form !== null
  );
}
