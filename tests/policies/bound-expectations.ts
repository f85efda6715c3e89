/** The functions that hold what people write to its shape and size. */

export const boundFunctions = {
  "private.hours_of": "internal",
  "private.is_address": "internal",
  "private.is_line": "internal",
  "private.is_near": "internal",
  "private.is_prose": "internal",
  "private.refuse_field": "internal",
} as const;
