/**
 * What a person has typed but not sent. It is kept in this tab for them alone, and survives a lost connection, an
 * ended session, another tab of the page, a closed dialog and a reload. Never a code, a PIN or a token.
 */
import { useState } from "react";
import * as z from "zod/mini";

const prefix = "portdesk.draft.";

let person = "nobody";

/** The last person to sign in: what they type after their session has ended is still theirs. */
export function keepDraftsFor(userId: string): void {
  person = userId;
}

const keyOf = (name: string) => `${prefix}${person}.${name}`;

function readDraft(name: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(name)) ?? "null");
  } catch {
    return null;
  }
}

function writeDraft(name: string, draft: unknown): void {
  try {
    if (draft === null) sessionStorage.removeItem(keyOf(name));
    else sessionStorage.setItem(keyOf(name), JSON.stringify(draft));
  } catch {
    // A full or forbidden storage only costs the convenience.
  }
}

/** Someone who signs out leaves no drafts for the next person at this screen. */
export function forgetDrafts(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key);
}

/** A text of the person's, "" if there is none; writing "" discards it. `name` distinguishes it from all others. */
export function useTextDraft(name: string): [text: string, write: (text: string) => void] {
  const [typed, setTyped] = useState<{ name: string; text: string }>();
  const kept = typed?.name === name ? typed.text : readDraft(name);
  const write = (text: string) => {
    setTyped({ name, text });
    writeDraft(name, text === "" ? null : text);
  };
  return [typeof kept === "string" ? kept : "", write];
}

const record = z.record(z.string(), z.unknown());

/** The fields of a form, as JSON can hold them; undefined if none are kept. */
export function readFormDraft(name: string): Record<string, unknown> | undefined {
  const kept = record.safeParse(readDraft(name));
  return kept.success ? kept.data : undefined;
}

export const keepFormDraft = (name: string, fields: object): void => writeDraft(name, fields);

export const forgetFormDraft = (name: string): void => writeDraft(name, null);
