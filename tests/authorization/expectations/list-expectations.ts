/** The functions that keep, count and search the list of requests. */

export const listFunctions = {
  "private.add_up_tallies": "internal",
  "private.due_order": "internal",
  "private.keep_client_name": "internal",
  "private.keep_request_list": "internal",
  "private.request_conditions": "people",
  "private.search_by_index": "internal",
  "private.search_words": "internal",
  "private.tally_request": "internal",
  "public.count_requests": "people",
  "public.request_counts": "people",
  "public.search_request_ids": "people",
  "public.search_requests": "people",
} as const;
