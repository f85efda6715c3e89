/** Who may call the functions that keep the times in private.due_times: nobody; they run within other changes. */

export const dueFunctions = {
  "private.unsent_notices": "internal",
  "private.set_next_notice": "internal",
  "private.follow_notices_of_request": "internal",
  "private.follow_notices_of_clock": "internal",
  "private.follow_notices_of_catalogue": "internal",
  "private.reading_times": "internal",
  "private.two_step_pause": "internal",
  "private.is_two_step_watched": "internal",
  "private.set_next_reading": "internal",
  "private.watch_two_step": "internal",
  "private.follow_readings_of_request": "internal",
  "private.follow_readings_of_row": "internal",
  "private.follow_two_step": "internal",
  "private.follow_swept_reading": "internal",
  "private.follow_reading_settings": "internal",
} as const;
