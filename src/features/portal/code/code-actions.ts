/** The actions on the code, in the page's terms. */

/** The result, in words; `waitUntil` in milliseconds since 1970. */
export type CodeAnswer = { problem?: string; done?: string; attemptsLeft?: number; waitUntil?: number };

export type CodeActions = {
  request(method: "SMS" | "VOICE"): Promise<CodeAnswer>;
  enter(code: string): Promise<CodeAnswer>;
};
