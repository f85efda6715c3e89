/** An e-mail address as mail servers accept it, in any script; private.is_address applies the same rule. */
import * as z from "zod/mini";

/** Excludes everything that a mail service could read as a second recipient or a header. */
export const emailPattern =
  /^[^\s\p{Cc}@,;:<>()"\\[\]]{1,64}@[^\s\p{Cc}@,;:<>()"\\[\]]+\.[^\s\p{Cc}@,;:<>()"\\.[\]]{2,}$/u;

export const emailAddress = z
  .string()
  .check(z.trim(), z.regex(emailPattern, "email_invalid"), z.maxLength(254, "too_long"));
