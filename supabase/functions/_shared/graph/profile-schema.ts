/**
 * Parses Meta's answer about a number's public profile. Source: Meta, "Business profiles" (business-messaging/whatsapp/
 * business-profiles, 30 June 2026): a list with one entry that omits whatever is not set.
 */
import type { BusinessProfile } from "#domain/graph/business-profile.ts";
import * as z from "zod/mini";

export const profileFields = "about,address,description,email,profile_picture_url,websites,vertical";

const line = z.string().check(z.maxLength(4000));
const text = z.nullish(line);

const entry = z.pipe(
  z.object({
    about: text,
    address: text,
    description: text,
    email: text,
    vertical: text,
    websites: z.nullish(z.array(line)),
    profile_picture_url: z.nullish(z.string()),
  }),
  z.transform(
    ({ profile_picture_url: picture, ...profile }): BusinessProfile => ({
      ...profile,
      hasPicture: picture !== null && picture !== undefined && picture !== "",
    }),
  ),
);

export const profileSchema = z.pipe(
  z.object({ data: z.tuple([entry], z.unknown()) }),
  z.transform(({ data: [profile] }): BusinessProfile => profile),
);
