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

/** Undefined for what is no attempt to get in. `pathname`: decoded, as the router behind reads it. */
function kindOf({ method, url }: Request, pathname: string): Kind | undefined {
  if (pathname === "/auth/v1/verify" && ["GET", "HEAD", "POST"].includes(method)) return "verifications";
  if (method !== "POST") return undefined;
  if (pathname === "/auth/v1/token")
    return new URL(url).searchParams.get("grant_type") === "refresh_token" ? "refreshes" : "signIns";
  const asksIn = /^\/auth\/v1\/(otp|magiclink|signup|recover|resend)$/.test(pathname);
  return asksIn ? "signIns" : undefined;
}

/** Undefined for a path that does not decode. */
function decodedPath({ url }: Request): string | undefined {
  try {
    return decodeURIComponent(new URL(url).pathname);
  } catch {
    return undefined;
  }
}

/**
 * Answers an attempt too many with 429 and a path that does not decode with 400, and lets all others pass. The
 * platform listens on loopback alone, where every caller has one address: so one count for all is a count per address.
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
