/** What is read and called after a move: the number's monitoring check, a new PIN, a test message. */
import type { MonitoringCheckPoint } from "#domain/monitoring/monitoring-check.ts";
import * as z from "zod";
import { sha256Hex } from "../../supabase/functions/_shared/sha256.ts";
import { createMonitoringHandler } from "../../supabase/functions/monitoring/handler.ts";
import { createMonitoringChecksJob } from "../../supabase/functions/tick/jobs/monitoring-checks-job.ts";
import { post, requestId } from "../fixtures/engine/engine-stub.ts";
import { metaIds } from "../fixtures/move/move-fixture.ts";
import { profilesOf } from "./facts-said.ts";
import { contextOf, movedPhone } from "./harness.ts";
import { isId, items, listingsOf, member, readingsOf, sayings, saysSuccess } from "./raw-answer.ts";
import type { Reading } from "./reading.ts";
import type { Exchange } from "./wire.ts";
import { loud } from "../runner/loud.ts";

const attempt = "5d9f4bd2-32c6-4c3a-9b5b-6f1b6a1f0a12";
const { destination, newApp } = metaIds;

/** The old side before the move, by Meta's names. */
const before = {
  verified_name: "Example",
  quality_rating: "GREEN",
  whatsapp_business_manager_messaging_limit: "TIER_2K",
  is_official_business_account: true,
};

const profile = { about: "Example shop", websites: ["https://shop.example/"] };

type Points = Readonly<Record<MonitoringCheckPoint, (exchanges: readonly Exchange[]) => boolean>>;

const numberSays = (name: string, value: unknown) => (exchanges: readonly Exchange[]) =>
  readingsOf(exchanges, movedPhone).some((said) => member(said, name) === value);

const points: Points = {
  connected: numberSays("status", "CONNECTED"),
  can_send: (exchanges) =>
    ["AVAILABLE", "LIMITED"].some((word) =>
      readingsOf(exchanges, movedPhone).some(
        (said) => member(said, "health_status", "can_send_message") === word,
      ),
    ),
  app_subscribed: (exchanges) =>
    listingsOf(exchanges, `/${destination}/subscribed_apps`)
      .flat()
      .some((one) => member(one, "whatsapp_business_api_data", "id") === newApp),
  funding: (exchanges) =>
    readingsOf(exchanges, destination).some((said) => isId(member(said, "primary_funding_id"))),
  two_step_on: numberSays("is_pin_enabled", true),
  display_name: numberSays("verified_name", before.verified_name),
  quality: numberSays("quality_rating", before.quality_rating),
  messaging_limit: numberSays("whatsapp_business_manager_messaging_limit", "TIER_2K"),
  official_mark: numberSays("is_official_business_account", true),
  business_profile: (exchanges) => profilesOf(exchanges, movedPhone).some(isUnchanged),
};

/** A fact that shows nothing does so in any form. */
function isUnchanged(said: unknown): boolean {
  const shown = (value: unknown) => (typeof value === "string" ? value.trim() : value);
  const isNothing = (value: unknown) => value === undefined || value === null || shown(value) === "";
  const texts = ["address", "description", "email", "profile_picture_url"];
  const { websites } = profile;
  return (
    shown(member(said, "about")) === profile.about &&
    items(member(said, "websites")).length === websites.length &&
    shown(member(said, "websites", 0)) === websites[0] &&
    texts.every((name) => isNothing(member(said, name)))
  );
}

const stored = z.object({
  p_findings: z.object({ points: z.array(z.object({ point: z.string(), verdict: z.string() })) }).nullable(),
});

const monitoringCheck: Reading = {
  name: "monitoring check",
  database: async () => ({
    ...(await contextOf({
      snapshots: [
        {
          side: "source",
          moment: "before",
          data: {
            number: {
              id: metaIds.sourcePhone,
              verifiedName: before.verified_name,
              qualityRating: before.quality_rating,
              messagingLimit: before.whatsapp_business_manager_messaging_limit,
              isOfficialBusinessAccount: before.is_official_business_account,
            },
            profile,
          },
        },
      ],
    })),
    engine_due_monitoring_checks: { body: [{ check: "k1", request: requestId, earlier: null }] },
    engine_store_monitoring_check: { body: null },
  }),
  async run({ services, calls, exchanges }) {
    let left = 1;
    const due = async (limit: number) => (left-- > 0 ? services.monitoringChecks.due(limit) : []);
    await createMonitoringChecksJob(
      { ...services, monitoringChecks: { ...services.monitoringChecks, due } },
      () => 0,
      loud,
    ).work(1000);
    const byPoint = new Map<string, Points[MonitoringCheckPoint]>(Object.entries(points));
    return calls("engine_store_monitoring_check")
      .flatMap((one) => stored.parse(one).p_findings?.points ?? [])
      .filter(({ verdict }) => verdict === "good")
      .map(({ point }) => ({ what: point, said: byPoint.get(point)?.(exchanges) ?? false }));
  },
};

const pinEnd = z.object({ p_outcome: z.string(), p_enabled: z.boolean().nullable() });
const pinShown = z.object({ state: z.string(), confirmed: z.boolean() });

const newPin: Reading = {
  name: "new PIN",
  database: async () => ({
    ...(await contextOf()),
    begin_pin: { body: { attempt } },
    engine_end_pin: { body: null },
  }),
  async run({ deps, calls, exchanges }) {
    const response = await createMonitoringHandler(deps)(
      post({ command: "set_pin", request: requestId, version: 3 }),
    );
    const { state, confirmed } = pinShown.parse(await response.json());
    const kept = calls("engine_end_pin").map((one) => pinEnd.parse(one));
    const isSet = state === "set" || kept.some(({ p_outcome }) => p_outcome === "set");
    const isOn = confirmed || kept.some(({ p_enabled }) => p_enabled === true);
    return [
      ...(isSet ? [{ what: "set", said: saysSuccess(exchanges, `/${movedPhone}`) }] : []),
      ...(isOn ? [{ what: "confirmed", said: points.two_step_on(exchanges) }] : []),
    ];
  },
};

const messageEnd = z.object({ p_outcome: z.string(), p_message_hash: z.string().nullable() });

const testMessage: Reading = {
  name: "test message",
  database: async () => ({
    ...(await contextOf()),
    begin_test_message: { body: { attempt } },
    engine_end_test_message: { body: null },
  }),
  async run({ deps, calls, exchanges }) {
    const order = { to: "+12025550177", template: "hello", language: "en" };
    const asked = post({ command: "send_test", request: requestId, version: 3, ...order });
    await createMonitoringHandler(deps)(asked);
    const [end] = calls("engine_end_test_message").map((one) => messageEnd.parse(one));
    if (end?.p_outcome !== "accepted") return [];
    const [said] = sayings(exchanges, "POST", `/${movedPhone}/messages`);
    return [
      { what: "accepted", said: await isMessage(member(said, "messages", 0, "id"), end.p_message_hash) },
    ];
  },
};

/** Meta's message ids consist of visible characters. */
async function isMessage(id: unknown, hash: string | null): Promise<boolean> {
  return typeof id === "string" && /^[\x21-\x7e]+$/.test(id) && (await sha256Hex(id)) === hash;
}

export const monitoringReadings: readonly Reading[] = [monitoringCheck, newPin, testMessage];
