/**
 * How long after a clock's start it tells of itself, in minutes of all hours. Rows of private.notice_catalogue are made
 * from it where they are missing: an operator sets other distances there. What is told when a share of the allowance is
 * spent is not here.
 */
const hour = 60;
const day = 24 * hour;

export const noticeCatalogue = {
  "clock.reminder_1": day,
  "clock.reminder_2": 3 * day,
  "clock.reminder_3": 7 * day,
  "clock.client_silent": 14 * day,
  "clock.chase_1": day,
  "clock.chase_2": 2 * day,
  "clock.cutover_alarm_1": 20,
  "clock.cutover_alarm_2": 40,
} as const satisfies Record<string, number>;
