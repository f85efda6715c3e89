/** Limits how often one address may try to sign in, with config.toml's limits for hosted projects. */

type SignInLimits = {
  /** New sessions by password, sign-ups, and mails with a code or a link, per five minutes. */
  signIns: number;
  /** Codes and links that callers present, per five minutes. */
  verifications: number;
  /** Session refreshes, per five minutes. */
  refreshes: number;
};

export type SignInSettings = {
  limits: SignInLimits;
  /** Seconds that a code or link from an e-mail stays valid. */
  codeLifetime: number;
};

type Kind = keyof SignInLimits;

const minutes = 60_000;
const windowLength = 5 * minutes;

/** Undefined if it is no attempt to sign in. `pathname`: decoded, as the router behind reads it. */
function kindOf({ method, url }: Request, pathname: string): Kind | undefined {
  if (pathname === "/auth/v1/verify" && ["GET", "HEAD", "POST"].includes(method)) return "verifications";
  if (method !== "POST") return undefined;
  if (pathname === "/auth/v1/token")
    return new URL(url).searchParams.get("grant_type") === "refresh_token" ? "refreshes" : "signIns";
  const asksIn = /^\/auth\/v1\/(otp|magiclink|signup|recover|resend)$/.test(pathname);
  return asksIn ? "signIns" : undefined;
}

/** Undefined if the path cannot be decoded. */
function decodedPath({ url }: Request): string | undefined {
  try {
    return decodeURIComponent(new URL(url).pathname);
  } catch {
    return undefined;
  }
}

/**
 * Answers excess attempts with 429, undecodable paths with 400, and lets all others pass. The platform listens on
 * loopback alone, where every caller has the same address, so one shared count is a count per address.
 */
export function createSignInGuard(limits: SignInLimits, now: () => number = Date.now) {
  const attempts: Record<Kind, number[]> = { signIns: [], verifications: [], refreshes: [] };
  return (request: Request): Response | undefined => {
    const pathname = decodedPath(request);
    if (pathname === undefined) return refusal(400, "bad_request", "The path does not decode");
    const kind = kindOf(request, pathname);
    if (kind === undefined) return undefined;
    const time = now();
    const recent = attempts[kind].filter((at) => at > time - windowLength);
    attempts[kind] = recent;
    const [oldest = time] = recent;
    if (recent.length < limits[kind]) {
      recent.push(time);
      return undefined;
    }
    const wait = Math.ceil((oldest + windowLength - time) / 1000);
    return refusal(429, "over_request_rate_limit", "Request rate limit reached", {
      "retry-after": `${wait}`,
    });
  };
}

function refusal(code: number, error_code: string, msg: string, headers: Record<string, string> = {}) {
  return Response.json({ code, error_code, msg }, { status: code, headers });
}
