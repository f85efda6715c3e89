/** A part of the long run: it stops by itself and returns its figures. */
import type { TestDatabase } from "../fixtures/database.ts";

export type PartContext = {
  /** A migrated database of its own. */
  openDatabase: () => Promise<TestDatabase>;
  seed: number;
  /** How many to run, if the part can do fewer or more. */
  count: number | null;
  /** How many pairs of crash points another run has done already. */
  skip: number;
  concurrency: number;
  /** When the part must stop, whatever is left; ms as of performance.now(). */
  until: number;
  progress: (done: number, total: number) => void;
};

export type Figures = {
  done: number;
  total: number;
  /** One line each, with how to reproduce it. */
  violations: string[];
  notes?: string[];
};

export type Part = (context: PartContext) => Promise<Figures>;
