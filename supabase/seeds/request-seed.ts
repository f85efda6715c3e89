/** One row of the demo's requests, and the ids that Meta would have assigned to its objects. */
import type { Reason } from "../../src/domain/status/statuses.ts";
import type { ProviderKey } from "./providers.ts";
import type { Stage } from "./stages.ts";

export type RequestSeed = {
  client: string;
  /** E.164, from a range reserved for fiction or an example of the numbering plan. */
  phone: string;
  country: string;
  stage: Stage;
  /** Days ago, for the first and the last entry. */
  filed: number;
  ended: number;
  reason: Reason;
  note?: string;
  /** Messages a month. */
  volume: number;
  oldProvider: string;
  /** An official business account: the green tick. */
  official?: boolean;
};

/** Writes a row in one line. `days` ago: for the first and the last entry. */
export function filed(
  client: string,
  phone: string,
  country: string,
  stage: Stage,
  days: readonly [filed: number, ended: number],
  reason: Reason,
  volume: number,
  oldProvider: string,
  more: Pick<RequestSeed, "note" | "official"> = {},
): RequestSeed {
  return {
    client,
    phone,
    country,
    stage,
    filed: days[0],
    ended: days[1],
    reason,
    volume,
    oldProvider,
    ...more,
  };
}

export type MetaIds = {
  business: string;
  sourceWaba: string;
  sourcePhone: string;
  destinationWaba: string;
  destinationPhone: string;
};

/** Fifteen digits: the kind of object, and its number. */
export function metaId(kind: keyof typeof prefixes, serial: number): string {
  return prefixes[kind] + String(serial * 7_919 + 104_729).padStart(15 - prefixes[kind].length, "0");
}

const prefixes = {
  business: "9034",
  sourceWaba: "1097",
  sourcePhone: "1062",
  waba: "1156",
  phone: "1181",
  template: "7611",
};

/** A request's place in the whole demo: the two providers' serials never overlap. */
export function requestSerial(provider: ProviderKey, index: number): number {
  return (provider === "brightline" ? 1_000 : 2_000) + index;
}

/** `clientSerial` comes from clientSerial(); its own destination keeps a troubled request from the client's others. */
export function metaIds(serial: number, clientSerial: number, ownDestination: boolean): MetaIds {
  return {
    business: metaId("business", clientSerial),
    sourceWaba: metaId("sourceWaba", serial),
    sourcePhone: metaId("sourcePhone", serial),
    destinationWaba: metaId("waba", ownDestination ? serial : clientSerial),
    destinationPhone: metaId("phone", serial),
  };
}

export function clientSerial(provider: ProviderKey, index: number): number {
  return (provider === "brightline" ? 100 : 200) + index;
}
