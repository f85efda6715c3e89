/** One e-mail address as mail servers take it, in any script; the database's private.is_address asks for the same. */
import * as z from "zod/mini";

/** Nothing that a mail service could take for a second recipient or for a header. */
export const emailPattern =
  /^[^\s\p{Cc}@,;:<>()"\\[\]]{1,64}@[^\s\p{Cc}@,;:<>()"\\[\]]+\.[^\s\p{Cc}@,;:<>()"\\.[\]]{2,}$/u;

export const emailAddress = z
  .string()
  .check(z.trim(), z.regex(emailPattern, "email_invalid"), z.maxLength(254, "too_long"));
