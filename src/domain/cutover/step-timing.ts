/** How long the engine waits between attempts. */

/** All in seconds. */
export type StepTiming = {
  /** Between two readings of the number's status after register; Meta asks for 30 to 60. */
  poll: number;
  /** After a lost reply, before a reading may say that nothing happened: the call may still be in progress. */
  settle: number;
  /** Between two readings that must agree that a lost register did nothing: the status lags behind the call. */
  recheck: number;
  /** First wait after a temporary problem; it doubles with every attempt. */
  retry: number;
  /** Between two readings of templates that Meta is still copying. */
  templates: number;
};

export const defaultTiming: StepTiming = { poll: 30, settle: 20, recheck: 60, retry: 30, templates: 60 };

const longestWait = 900;

/** Doubles with the attempts, with jitter so that many moves do not return at the same moment. */
export function backoff(base: number, attempts: number, random: () => number): number {
  const span = Math.min(longestWait, base * 2 ** Math.min(attempts, 10));
  return Math.ceil(span / 2 + (span / 2) * random());
}
