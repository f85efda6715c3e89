/** The file name of a template backup: `templates-<account>-<day>.json`. */

/** `takenAt`: ISO 8601. */
export function backupName(wabaId: string, takenAt: string): string {
  return `templates-${wabaId}-${takenAt.slice(0, 10)}.json`;
}
