// Where state and journal are kept: in memory, or (file-storage.ts) on disk.
import type { JournalLine } from "../journal.ts";
import type { SimulatorState } from "../state.ts";

export type Storage = {
  readState(): SimulatorState | null;
  readJournal(): JournalLine[];
  writeState(state: SimulatorState): void;
  appendJournal(line: JournalLine): void;
  clearJournal(): void;
};

export const memoryStorage: Storage = {
  readState: () => null,
  readJournal: () => [],
  writeState: () => {},
  appendJournal: () => {},
  clearJournal: () => {},
};
