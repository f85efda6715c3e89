/** What the browser is told with every page: whom it may talk to, that nobody may frame it, and to say little of where it was. */

/** `supabaseUrl`: where API, Auth and functions stand. antd writes its styles into the page, hence 'unsafe-inline' for them. */
export function browserHeaders(supabaseUrl: string): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ${new URL(supabaseUrl).origin}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
  // No Cross-Origin-Opener-Policy: Meta's signup window comes back to a page of ours that must still know its opener.
  return {
    "Content-Security-Policy": policy,
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
  };
}

/** As static hosts read them from a file `_headers` beside the page. */
export function headersFile(supabaseUrl: string): string {
  const lines = Object.entries(browserHeaders(supabaseUrl)).map(([name, value]) => `  ${name}: ${value}`);
  return ["/*", ...lines, ""].join("\n");
}

/** As static hosts read it from a file `_redirects`: every unknown path is a page of the app. */
export const redirectsFile = "/* /index.html 200\n";
