/** What config.toml says of signing in, read so that the local platform does as the hosted one. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { SignInSettings } from "../platform/sign-in-limits.ts";

/** A number of a section; throws where it is missing, since a limit that is not read is none. */
function numberIn(config: string, section: string, name: string): number {
  const body = config.split(/^(?=\[)/m).find((part) => part.startsWith(`[${section}]\n`)) ?? "";
  const value = new RegExp(`^${name} *= *(\\d+)$`, "m").exec(body)?.[1];
  if (value === undefined) throw new Error(`config.toml has no ${name} in [${section}].`);
  return Number(value);
}

/** `signIns`: so many attempts of each kind instead. */
export function readSignInSettings(signIns?: number): SignInSettings {
  const config = readFileSync(path.join(import.meta.dirname, "../../config.toml"), "utf8");
  const limit = (name: string) => signIns ?? numberIn(config, "auth.rate_limit", name);
  return {
    limits: {
      signIns: limit("sign_in_sign_ups"),
      verifications: limit("token_verifications"),
      refreshes: limit("token_refresh"),
    },
    codeLifetime: numberIn(config, "auth.email", "otp_expiry"),
  };
}
