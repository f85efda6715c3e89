// Keeps state and journal on disk, so that a killed process loses nothing that it has answered: the state by temporary
// file and rename, the journal line by line.
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import type { JournalEntry, JournalLine } from "../journal.ts";
import { stateSchema } from "../state.ts";
import type { Storage } from "./storage.ts";

function isEntry(value: unknown): value is JournalEntry {
  return (
    typeof value === "object" && value !== null && "seq" in value && "effects" in value && "path" in value
  );
}

function isLine(value: unknown): value is JournalLine {
  if (typeof value !== "object" || value === null || !("line" in value)) return false;
  if (value.line === "arrived") return "entry" in value && isEntry(value.entry);
  return value.line === "answered" && "seq" in value && "outcome" in value;
}

/** Skips a last line cut short by a kill; the next line starts on its own. */
function parseLines(text: string): JournalLine[] {
  return text.split("\n").flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line);
      return isLine(value) ? [value] : [];
    } catch {
      return [];
    }
  });
}

export function fileStorage(dataFile: string): Storage {
  const journalFile = `${dataFile}.journal.jsonl`;
  mkdirSync(dirname(dataFile), { recursive: true });
  return {
    readState() {
      if (!existsSync(dataFile)) return null;
      try {
        return stateSchema.parse(JSON.parse(readFileSync(dataFile, "utf8")));
      } catch (cause) {
        throw new Error(`${dataFile} holds no state of this simulator: remove it to start from the seed`, {
          cause,
        });
      }
    },
    readJournal() {
      if (!existsSync(journalFile)) return [];
      const text = readFileSync(journalFile, "utf8");
      if (text !== "" && !text.endsWith("\n")) appendFileSync(journalFile, "\n");
      return parseLines(text);
    },
    writeState(state) {
      const temporary = `${dataFile}.${process.pid}.tmp`;
      writeFileSync(temporary, JSON.stringify(state), { mode: 0o600 });
      renameSync(temporary, dataFile);
    },
    appendJournal: (line) => appendFileSync(journalFile, `${JSON.stringify(line)}\n`, { mode: 0o600 }),
    clearJournal: () => (existsSync(journalFile) ? truncateSync(journalFile) : undefined),
  };
}
