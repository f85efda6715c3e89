/** Keeps expected refusals out of the terminal: Lite prints each with its stack, although the caller receives it. */
import { raisedError } from "./connection.ts";

/** A database rule refused: raised by our functions, a constraint, a bad value or a missing right. */
const expected = /^(PT\d{3}|P0001|22...|23...|42501)$/;

let quiet = false;

export function quietRefusals(): void {
  if (quiet) return;
  quiet = true;
  const print = console.error;
  console.error = (...words: unknown[]) => {
    const error = raisedError.getStore()?.error;
    if (error !== undefined && words[0] === error && expected.test(String(error.code))) return;
    print(...words);
  };
}
