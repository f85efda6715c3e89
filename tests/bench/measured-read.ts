/** What the bench of reads measures of one read. */
import type { Read } from "../fixtures/scale/reads.ts";

/** In one database: as its person, and as the owner if that compares. */
export type Measured = { ms: number; buffers: number; ownerMs: number | undefined };

export type MeasuredRead = Read & { bySize: Measured[] };
