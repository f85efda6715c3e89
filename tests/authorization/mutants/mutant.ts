/** A fault put into a migrated database, which the matrix or the rest of the suite must notice. */

export type Mutant = {
  name: string;
  /** The fault; run as the superuser. */
  sql: string;
  /** Reverses what reaches beyond the one database: roles belong to the whole server. */
  undo?: string;
};
