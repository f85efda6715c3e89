/**
 * The public profile of a number: what customers see under its name. It is the business's data and is stored with the
 * snapshots so that it can be restored; it never goes into a log or an exception. Source: Meta, "Business profiles"
 * (business-messaging/whatsapp/business-profiles, 30 June 2026). Meta does not say whether it survives a move, so it
 * is read on both sides.
 */
import * as z from "zod/mini";

const text = z.nullish(z.string());

export const businessProfile = z.object({
  about: text,
  address: text,
  description: text,
  email: text,
  websites: z.nullish(z.array(z.string())),
  vertical: text,
  /** Whether there is a picture: its address changes by itself. */
  hasPicture: z.nullish(z.boolean()),
});
export type BusinessProfile = z.infer<typeof businessProfile>;

export const profileFields = [
  "about",
  "address",
  "description",
  "email",
  "websites",
  "vertical",
  "picture",
] as const;
export type ProfileField = (typeof profileFields)[number];

/** As one line; "" where nothing is set. UNDEFINED is Meta's word for a business without a vertical. */
export function profileValue(profile: BusinessProfile, field: ProfileField): string {
  if (field === "picture") return profile.hasPicture ? "yes" : "";
  if (field === "websites") return (profile.websites ?? []).join(" ");
  const value = (profile[field] ?? "").trim();
  return field === "vertical" && value === "UNDEFINED" ? "" : value;
}

/** The fields that hold something, by Meta's names. */
export function filledFields(profile: BusinessProfile): ProfileField[] {
  return profileFields.filter((field) => profileValue(profile, field) !== "");
}

export function changedFields(before: BusinessProfile, after: BusinessProfile): ProfileField[] {
  return profileFields.filter((field) => profileValue(before, field) !== profileValue(after, field));
}
