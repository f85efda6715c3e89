/**
 * How long after a clock's start it tells of itself, in minutes of all hours; a test proves private.notice_catalogue
 * equal, where an operator sets other distances. What is told when a share of the allowance is spent is not here.
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
