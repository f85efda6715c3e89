/** How the signup window can end without a result, and what its errors mean; only the client's browser sees it. */

export const signupEndings = [
  "no_number",
  "app_number",
  "owner_changed",
  "access_only",
  "cancelled",
  "error",
  "unknown",
  "silent",
] as const;
export type SignupEnding = (typeof signupEndings)[number];

/** The screens that Meta names when people leave (Embedded Signup errors, read 2026-11). */
export const signupScreens = [
  "BUSINESS_ACCOUNT_SELECTION",
  "WABA_PHONE_PROFILE_PICKER",
  "WHATSAPP_BUSINESS_PROFILE_SETUP",
  "PHONE_NUMBER_SETUP",
  "PHONE_NUMBER_VERIFICATION",
  "PERMISSIONS",
] as const;
export type SignupScreen = (typeof signupScreens)[number];

/** What we can say about an error of the window, in addition to Meta's own text. */
export const signupProblems = [
  "app_flow",
  "number_taken",
  "number_invalid",
  "number_refused",
  "code_not_sent",
  "code_not_verified",
  "too_often",
  "account_shared",
  "account_unreachable",
  "restricted",
  "limit_reached",
  "business_unverified",
  "name_refused",
  "security_check",
  "other_assets",
  "our_side",
  "meta_trouble",
] as const;
export type SignupProblem = (typeof signupProblems)[number];

/** Meta's codes by what they mean for the client: Embedded Signup errors page of 2026-02-24, read 2026-11. */
const codes: Record<SignupProblem, readonly number[]> = {
  app_flow: [
    3441041, 3441045, 2655095, 2655048, 3441042, 2655093, 2655082, 3441049, 3441047, 4563015, 2655094,
  ],
  number_taken: [3441030],
  number_invalid: [3441051, 2655011],
  number_refused: [2388002],
  code_not_sent: [2593037, 2388091],
  code_not_verified: [2593039, 2388093],
  too_often: [2494158, 3441033, 3441046, 1390006, 1675004, 1390008],
  account_shared: [2655049, 2494028, 2494119],
  account_unreachable: [2593072],
  restricted: [2655089, 3441040, 2388107, 2859015, 1784028, 1404163, 1357053],
  limit_reached: [2388098, 1752089, 2494067, 1690114],
  business_unverified: [2494030, 2494143],
  name_refused: [1690089, 1690091, 1690062, 2593010, 3771014, 2388010, 2388009, 1690090],
  security_check: [2655091, 2859009, 2859043, 2136001, 4612001],
  other_assets: [
    2655081, 2655055, 1752004, 1752140, 2455008, 2494149, 2446325, 1690214, 1690181, 1752069, 2655069,
    2655076, 2655005,
  ],
  our_side: [2494091],
  meta_trouble: [
    1675030, 1675012, 2593030, 1752224, 1752206, 3441003, 2593035, 4056009, 1690061, 1349246, 2494102,
    2494029, 2494120,
  ],
};

/** null for a code that Meta's page does not list. */
export function signupProblemOf(code: string): SignupProblem | null {
  return signupProblems.find((problem) => codes[problem].some((listed) => String(listed) === code)) ?? null;
}

export function isSignupScreen(step: string): step is SignupScreen {
  return signupScreens.some((screen) => screen === step);
}
