/** Who may call what a command of a request begins and ends with: nobody; commands run it. */

export const changeFunctions = {
  "private.settle_request": "internal",
  "private.settled": "internal",
  "private.store_request": "internal",
  "private.write_change": "internal",
  "private.voided": "internal",
  "private.without_void_consents": "internal",
  "private.close_change": "internal",
  "private.open_request": "internal",
  "private.write_application": "internal",
} as const;
