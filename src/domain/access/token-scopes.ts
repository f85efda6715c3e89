/** The permissions that a token needs at Meta for a move, and no more. */
export const neededScopes = ["whatsapp_business_management", "whatsapp_business_messaging"] as const;

/** Permissions that Portdesk does not use: with them, a stolen token could do more than necessary. */
export function needlessScopes(scopes: readonly string[]): string[] {
  const useful: readonly string[] = [...neededScopes, "business_management", "public_profile"];
  return scopes.filter((scope) => !useful.includes(scope));
}
