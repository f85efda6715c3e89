/** How often one address may try to sign in, as config.toml has hosted projects count it. */

type SignInLimits = {
  /** New sessions by password, sign-ups, and mails with a code or a link, in five minutes. */
  signIns: number;
  /** Codes and links that are shown, in five minutes. */
  verifications: number;
  /** Sessions that are prolonged, in five minutes. */
  refreshes: number;
};

export type SignInSettings = {
  limits: SignInLimits;
  /** Seconds that a code or link from an e-mail is good for. */
  codeLifetime: number;
};

type Kind = keyof SignInLimits;

const minutes = 60_000;
const windowLength = 5 * minutes;

/** Undefined for what is no attempt to get in. */
function kindOf(request: Request): Kind | undefined {
  const { pathname, searchParams } = new URL(request.url);
  if (pathname === "/auth/v1/verify" && ["GET", "POST"].includes(request.method)) return "verifications";
  if (request.method !== "POST") return undefined;
  if (pathname === "/auth/v1/token")
    return searchParams.get("grant_type") === "refresh_token" ? "refreshes" : "signIns";
  const asksIn = /^\/auth\/v1\/(otp|magiclink|signup|recover|resend)$/.test(pathname);
  return asksIn ? "signIns" : undefined;
}

/**
 * Answers an attempt too many, and lets all others pass. The platform listens on loopback alone, where every caller
 * has one address: so one count for all is a count per address.
 */
export function createSignInGuard(limits: SignInLimits, now: () => number = Date.now) {
  const attempts: Record<Kind, number[]> = { signIns: [], verifications: [], refreshes: [] };
  return (request: Request): Response | undefined => {
    const kind = kindOf(request);
    if (kind === undefined) return undefined;
    const time = now();
    const recent = attempts[kind].filter((at) => at > time - windowLength);
    attempts[kind] = recent;
    const [oldest = time] = recent;
    if (recent.length < limits[kind]) {
      recent.push(time);
      return undefined;
    }
    return Response.json(
      { code: 429, error_code: "over_request_rate_limit", msg: "Request rate limit reached" },
      { status: 429, headers: { "retry-after": `${Math.ceil((oldest + windowLength - time) / 1000)}` } },
    );
  };
}
