/** The functions that limit people's texts and rate, bind consents to facts, and set failures aside. */

export const boundFunctions = {
  "private.is_set_aside": "internal",
  "private.note_failure": "internal",
  "public.engine_note_failure": "engine",
  "private.count_command": "internal",
  "private.count_event": "internal",
  "private.date_facts": "internal",
  "private.hours_of": "internal",
  "private.is_address": "internal",
  "private.is_line": "internal",
  "private.is_near": "internal",
  "private.is_prose": "internal",
  "private.refuse_field": "internal",
  "private.route_facts": "internal",
  "private.start_questions": "internal",
} as const;
