/** What only the database's owner calls, for `npm run operator`, and what follows from it. */
export const operatorFunctions = {
  "private.add_provider": "internal",
  "private.suspend_provider": "internal",
  "private.invite_by_operator": "internal",
  "private.providers_at_a_glance": "internal",
  "private.refuse_suspended": "internal",
  "private.operator_id": "internal",
} as const;
