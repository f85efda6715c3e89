/** A part of the bench: it stops by itself and returns its figures. */
import type { TestDatabase } from "../fixtures/database.ts";

export type Figure = {
  name: string;
  value: number;
  unit: string;
  /** What it was measured beside in the same run, or a published figure; in the same unit. */
  beside?: { what: string; value: number };
  atMost?: number;
  atLeast?: number;
  /** At most this many times the reference, and `allowance` more. */
  ratioAtMost?: number;
  /** In the figure's unit: below it, a ratio says more about the clock than about the work. */
  allowance?: number;
  ratioAtLeast?: number;
};

export type BenchContext = {
  /** Numbers of requests, in ascending order. */
  sizes: readonly number[];
  /** A database with that many requests, shared by the parts: each leaves it as it was. */
  scale: (requests: number) => Promise<TestDatabase>;
  /** Another such database for one part, which drops it. */
  fill: (requests: number) => Promise<TestDatabase>;
  /** How long a part that may take any time measures. */
  minutes: number;
  log: (line: string) => void;
};

export type Part = (context: BenchContext) => Promise<Figure[]>;
