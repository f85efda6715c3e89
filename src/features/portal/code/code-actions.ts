/** What can be done about the code, in the terms of the page. */

/** What came of it, in words; `waitUntil` in milliseconds since 1970. */
export type CodeAnswer = { problem?: string; done?: string; attemptsLeft?: number; waitUntil?: number };

export type CodeActions = {
  request(method: "SMS" | "VOICE"): Promise<CodeAnswer>;
  enter(code: string): Promise<CodeAnswer>;
};
