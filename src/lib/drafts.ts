/**
 * What a person has begun to type and has not sent. It is kept in this tab for them alone, so that it outlives a lost line, an
 * ended session, another tab of the page, a closed dialog and a reload. Never a code, a PIN or a token.
 */
import { useState } from "react";
import * as z from "zod/mini";

const prefix = "portdesk.draft.";

let person = "nobody";

/** Who signed in last: what they type after their session has ended is still theirs. */
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
    // A full or forbidden storage costs the convenience alone.
  }
}

/** Whoever leaves on purpose leaves no drafts to the next one at this screen. */
export function forgetDrafts(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key);
}

/** A text of the person's, "" where there is none; writing "" forgets it. `name` tells it apart from all others. */
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

/** The fields of a form, as JSON can hold them; undefined where none is kept. */
export function readFormDraft(name: string): Record<string, unknown> | undefined {
  const kept = record.safeParse(readDraft(name));
  return kept.success ? kept.data : undefined;
}

export const keepFormDraft = (name: string, fields: object): void => writeDraft(name, fields);

export const forgetFormDraft = (name: string): void => writeDraft(name, null);
