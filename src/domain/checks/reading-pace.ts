/** How soon Meta is read again at the latest; a test proves the defaults of private.reading_settings equal. */
export const readingPace = {
  /** Two-step verification, until it is known to be off: at first, and once it has been on for long. */
  twoStepMinutes: 15,
  twoStepHours: 6,
  /** Both sides of a request, before the last reading becomes stale. */
  allHours: 20,
} as const;
