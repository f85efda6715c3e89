/** What a visitor typed, kept on their device until the application is filed. */
import type { CommandOutcome } from "#domain/commands/command-catalogue.ts";
import type { ApplicationForm } from "./application-form.ts";

export type KeptForm = {
  form: ApplicationForm;
  /** The draft that was made of it; filing again changes this draft instead of making another. */
  draft?: Pick<CommandOutcome, "id" | "version" | "reference">;
};

const keyOf = (slug: string) => `portdesk.apply.${slug}`;

export function readKept(slug: string, storage: Storage = localStorage): KeptForm {
  try {
    const kept: unknown = JSON.parse(storage.getItem(keyOf(slug)) ?? "null");
    return isKept(kept) ? kept : { form: {} };
  } catch {
    return { form: {} };
  }
}

export function keep(slug: string, kept: KeptForm, storage: Storage = localStorage): void {
  try {
    storage.setItem(keyOf(slug), JSON.stringify(kept));
  } catch {
    // A full or forbidden storage costs the visitor only the convenience.
  }
}

export function forget(slug: string, storage: Storage = localStorage): void {
  storage.removeItem(keyOf(slug));
}

function isKept(value: unknown): value is KeptForm {
  return typeof value === "object" && value !== null && "form" in value && typeof value.form === "object";
}
