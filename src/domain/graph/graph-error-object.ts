/** Meta's error object, and its texts. Malformed parts beside a clear code do not make the code unclear. */
import * as z from "zod/mini";
import type { GraphErrorTexts } from "./graph-failure.ts";

/** A number, or a number that a proxy or an untyped language has turned into text. */
const errorNumber = z.union([
  z.int(),
  z.pipe(
    z.string().check(z.regex(/^\d{1,9}$/)),
    z.transform((digits) => Number(digits)),
  ),
]);
/** Treats null, an empty list and any other type as absent, since Meta wants its code to decide. */
const orNothing = <T>(schema: z.ZodMiniType<T>) => z.catch(z.nullish(schema), undefined);

const errorObject = z.object({
  code: errorNumber,
  message: orNothing(z.string()),
  error_subcode: orNothing(errorNumber),
  error_user_title: orNothing(z.string()),
  error_user_msg: orNothing(z.string()),
  is_transient: orNothing(z.boolean()),
  error_data: orNothing(z.union([z.object({ details: orNothing(z.string()) }), z.string()])),
});
export type GraphErrorObject = z.infer<typeof errorObject>;

export const errorSchema = z.object({ error: errorObject });

/** As received: any of them may hold the decisive words. */
export function textsOf(
  { error_data: data, ...error }: GraphErrorObject,
  redact = (text: string) => text,
): GraphErrorTexts {
  const texts = {
    title: error.error_user_title,
    userMessage: error.error_user_msg,
    details: typeof data === "string" ? data : data?.details,
    message: error.message,
  };
  return Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) => (text ? [[name, redact(text)]] : [])),
  );
}
