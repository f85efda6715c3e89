/** Reads config.toml so that the local stack matches hosted: who may call what, and how often they may sign in. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "smol-toml";
import * as z from "zod";
import type { SignInSettings } from "../platform/sign-in-limits.ts";

const count = z.int().positive();
const shape = z.object({
  auth: z.object({
    email: z.object({ otp_expiry: count }),
    rate_limit: z.object({ sign_in_sign_ups: count, token_verifications: count, token_refresh: count }),
  }),
  functions: z.record(z.string(), z.object({ verify_jwt: z.boolean() })),
});

/** Throws if something is missing: a limit that is not read would not apply. */
function readConfig(): z.infer<typeof shape> {
  return shape.parse(parse(readFileSync(path.join(import.meta.dirname, "../../config.toml"), "utf8")));
}

/** Names of the functions that a caller without a token may reach. */
export function openFunctions(): ReadonlySet<string> {
  const all = Object.entries(readConfig().functions);
  return new Set(all.filter(([, { verify_jwt: isGuarded }]) => !isGuarded).map(([name]) => name));
}

/** `signIns`: replaces the limit of attempts of each kind. */
export function readSignInSettings(signIns?: number): SignInSettings {
  const { email, rate_limit: limit } = readConfig().auth;
  return {
    limits: {
      signIns: signIns ?? limit.sign_in_sign_ups,
      verifications: signIns ?? limit.token_verifications,
      refreshes: signIns ?? limit.token_refresh,
    },
    codeLifetime: email.otp_expiry,
  };
}
