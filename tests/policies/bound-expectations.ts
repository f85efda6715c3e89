/** The functions that hold what people write to its shape and size, and themselves to a rate. */

export const boundFunctions = {
  "private.count_act": "internal",
  "private.count_event": "internal",
  "private.hours_of": "internal",
  "private.is_address": "internal",
  "private.is_line": "internal",
  "private.is_near": "internal",
  "private.is_prose": "internal",
  "private.listed": "internal",
  "private.refuse_field": "internal",
} as const;
