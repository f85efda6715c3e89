/** Whose number moved, from where to where, and how it ended. */
import * as z from "zod/mini";
import { statuses, tracks, trackStates } from "../../status/statuses.ts";
import { section } from "../proof-section.ts";

const text = z.nullable(z.string());
const account = z.strictObject({ wabaId: text, phoneNumberId: text });

export const subject = section({
  schema: z.strictObject({
    reference: z.string(),
    status: z.enum(statuses),
    route: text,
    /** Since when both providers serve or served the number; omitted if it was never shared, and in older files. */
    bothLiveSince: z.optional(z.string()),
    phoneNumber: z.string(),
    phoneCountry: z.string(),
    client: z.string(),
    provider: z.string(),
    oldProvider: z.string(),
    /** The time zone for the proof's times, which are stored in UTC. */
    timeZone: z.string(),
    source: account,
    destination: account,
    tracks: z.partialRecord(z.enum(tracks), z.enum(trackStates)),
  }),
  build: ({ request }) => ({
    reference: request.reference,
    status: request.status,
    route: request.route,
    ...(request.shared_at === null ? {} : { bothLiveSince: request.shared_at }),
    phoneNumber: request.phone_number,
    phoneCountry: request.phone_country,
    client: request.client.name,
    provider: request.provider.name,
    oldProvider: request.old_provider_name,
    timeZone: request.provider.time_zone,
    source: { wabaId: request.source_waba_id, phoneNumberId: request.source_phone_number_id },
    destination: {
      wabaId: request.destination_waba_id,
      phoneNumberId: request.destination_phone_number_id,
    },
    tracks: request.tracks,
  }),
});
