/** How soon Meta is read again at the latest; a test proves private.reading_settings equal, where an operator sets others. */
export const readingPace = {
  /** Two-step verification while it is not known to be off. */
  twoStepMinutes: 15,
  /** Both sides of a request, before what was read grows old. */
  allHours: 20,
} as const;
