/** Companies that have not filed yet: their numbers are at Meta, ready or in trouble, for anyone who tries Portdesk. */
import type { AccountModel } from "../../src/domain/routes/route-answers.ts";
import type { ProviderKey } from "./providers.ts";
import { metaId } from "./request-seed.ts";

/** What is wrong with a number; null if the move will succeed. */
export type NewcomerTrouble = "two_step_on" | "name_pending" | "different_business" | "destination_full";

export type Newcomer = {
  provider: ProviderKey;
  company: string;
  country: string;
  /** E.164. */
  phone: string;
  trouble: NewcomerTrouble | null;
  /** Under Meta's newer account model, the signup window shares the number. */
  accountModel: AccountModel;
  /** Whether the provider's app already receives the destination's webhooks; otherwise the move subscribes it. */
  subscribed: boolean;
  platformAccount: string;
  businessId: string;
  sourceWabaId: string;
  sourcePhoneNumberId: string;
  destinationWabaId: string;
};

type Row = [
  company: string,
  country: string,
  phone: string,
  trouble: NewcomerTrouble | null,
  subscribed: boolean,
  platformAccount: string,
  accountModel?: AccountModel,
];

const rows: Record<ProviderKey, readonly Row[]> = {
  brightline: [
    ["Maple & Thread", "US", "+12025550142", null, false, "maple-thread"],
    ["Cobble Street Books", "GB", "+442079460142", null, true, "cobble-books"],
    ["Wattle Garden Centre", "AU", "+61491570737", null, false, "wattle-garden"],
    ["Fjordlight Yoga", "SE", "+46701740610", null, true, "fjordlight"],
    ["Old Mill Cinema", "US", "+12025550151", "two_step_on", true, "old-mill"],
    ["Pennyroyal Flowers", "GB", "+442079460152", "name_pending", true, "pennyroyal"],
    ["Copper Kettle Tours", "US", "+12025550153", "different_business", true, "copper-kettle"],
    ["Juniper Print House", "AU", "+61491570006", "destination_full", true, "juniper-print"],
    ["Larkspur Bakery", "US", "+12025550154", null, false, "larkspur-bakery", "new"],
  ],
  severlink: [
    ["Чайная «Самовар и мята»", "KZ", "+77710009998", null, false, "samovar-myata"],
    ["Прокат лыж «Белый склон»", "DE", "+493023125201", null, true, "bely-sklon"],
    ["Студия керамики «Глина»", "DE", "+493023125202", null, false, "studia-glina"],
    ["Детский клуб «Полянка»", "DE", "+493023125203", null, true, "klub-polyanka"],
    ["Кофейня «Пятый час»", "DE", "+493023125211", "two_step_on", true, "pyaty-chas"],
    ["Оптика «Ясный день»", "DE", "+493023125212", "name_pending", true, "yasny-den"],
    ["Ателье «Иголочка»", "DE", "+493023125213", "different_business", true, "igolochka"],
    ["Клининг «Чистый угол»", "DE", "+493023125214", "destination_full", true, "chisty-ugol"],
    ["Пекарня «Василёк»", "DE", "+493023125215", null, false, "pekarnya-vasilek", "new"],
  ],
};

function newcomer(provider: ProviderKey, row: Row, index: number): Newcomer {
  const [company, country, phone, trouble, subscribed, platformAccount, accountModel = "old"] = row;
  const serial = (provider === "brightline" ? 5_000 : 6_000) + index;
  return {
    provider,
    company,
    country,
    phone,
    trouble,
    accountModel,
    subscribed,
    platformAccount,
    businessId: metaId("business", serial),
    sourceWabaId: metaId("sourceWaba", serial),
    sourcePhoneNumberId: metaId("sourcePhone", serial),
    destinationWabaId: metaId("waba", serial),
  };
}

export const newcomers: readonly Newcomer[] = [
  ...rows.brightline.map((row, index) => newcomer("brightline", row, index)),
  ...rows.severlink.map((row, index) => newcomer("severlink", row, index)),
];
