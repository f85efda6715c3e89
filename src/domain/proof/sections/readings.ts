/** What Meta said about the number on either side, before and after, as read. */
import * as z from "zod/mini";
import { section } from "../proof-section.ts";
import { inOrder } from "../reading-pair.ts";

const text = z.nullable(z.string());
const flag = z.nullable(z.boolean());

export const readings = section({
  schema: z.array(
    z.strictObject({
      side: z.enum(["source", "destination"]),
      moment: z.enum(["before", "after"]),
      takenAt: z.string(),
      displayName: text,
      nameStatus: text,
      status: text,
      quality: text,
      messagingLimit: text,
      throughput: text,
      platform: text,
      officialMark: flag,
      twoStepOn: flag,
      templates: z.nullable(z.number()),
    }),
  ),
  build: ({ snapshots }) =>
    inOrder(snapshots).map(({ side, moment, taken_at, data: { number, templateCount } }) => ({
      side,
      moment,
      takenAt: taken_at,
      displayName: number?.verifiedName ?? null,
      nameStatus: number?.nameStatus ?? null,
      status: number?.status ?? null,
      quality: number?.qualityRating ?? null,
      messagingLimit: number?.messagingLimit ?? null,
      throughput: number?.throughput ?? null,
      platform: number?.platformType ?? null,
      officialMark: number?.isOfficialBusinessAccount ?? null,
      twoStepOn: number?.isPinEnabled ?? null,
      templates: templateCount ?? null,
    })),
});
