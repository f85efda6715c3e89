/** What a token must be allowed at Meta for a move, and no more. */
export const neededScopes = ["whatsapp_business_management", "whatsapp_business_messaging"] as const;

/** Permissions that Portdesk has no use for: a stolen token could do more than it must. */
export function needlessScopes(scopes: readonly string[]): string[] {
  const useful: readonly string[] = [...neededScopes, "business_management", "public_profile"];
  return scopes.filter((scope) => !useful.includes(scope));
}
