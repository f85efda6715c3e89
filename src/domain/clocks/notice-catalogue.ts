/**
 * How long after a clock's start it sends its notices, in minutes of wall time. Missing rows of
 * private.notice_catalogue are generated from it; operators set other times there. Notices at a share of the limit are
 * not here.
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
