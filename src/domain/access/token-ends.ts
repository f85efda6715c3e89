/**
 * When a connection's token stops being useful: at its own expiry, or when the app's access to data ends, even for
 * tokens that never expire. Source: Meta, "Debug access tokens" (docs/facebook-login/guides/access-tokens/debugging,
 * read November 2026), names both; a public report puts the second at ninety days after the grant.
 */

export const tokenEndKinds = ["token", "data_access"] as const;
export type TokenEndKind = (typeof tokenEndKinds)[number];

/** How many days before an end the admins are notified. */
export const tokenNoticeDays = [14, 3] as const;

export type TokenEnd = {
  kind: TokenEndKind;
  /** ISO. */
  at: string;
  urgency: "far" | "soon" | "near" | "over";
};

type Ends = { token_expires_at: string | null; token_data_access_expires_at: string | null };

const dayMs = 86_400_000;

/** The ends that Meta reported, the earliest first; `now`: ms since 1970. */
export function tokenEnds(connection: Ends, now: number): TokenEnd[] {
  const ends: [TokenEndKind, string | null][] = [
    ["token", connection.token_expires_at],
    ["data_access", connection.token_data_access_expires_at],
  ];
  return ends
    .flatMap(([kind, at]): TokenEnd[] => (at === null ? [] : [{ kind, at, urgency: urgencyOf(at, now) }]))
    .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

function urgencyOf(at: string, now: number): TokenEnd["urgency"] {
  const left = Date.parse(at) - now;
  const [soon, near] = tokenNoticeDays;
  if (left <= 0) return "over";
  if (left <= near * dayMs) return "near";
  return left <= soon * dayMs ? "soon" : "far";
}
