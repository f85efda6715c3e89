/**
 * National numbering plans that changed, so people and Meta still write numbers in the old form. Argentina is not
 * here: its 9 and 15 are two notations of one plan, and libphonenumber reads both.
 */
import type { CountryCode } from "libphonenumber-js/max";

export type NumberingPlanChange = {
  /** ISO 3166-1 alpha-2. None of these countries shares its calling code. */
  country: CountryCode;
  /** The day when the current form took effect throughout the country. */
  since: string;
  /**
   * Old national numbers and what each becomes; null where the digits alone do not decide. No current number matches.
   * They have a leading 0 where libphonenumber leaves it on, as it does for numbers too short for today's plan.
   */
  forms: readonly (readonly [old: RegExp, current: string | null])[];
  /** Old numbers that look like a current one with missing digits: a typed one is refused, Meta's are complete. */
  maybeIncomplete?: RegExp;
};

export const numberingPlanChanges: readonly NumberingPlanChange[] = [
  /**
   * "01" in front of every number, fixed and mobile. Source: ARCEP Bénin in the ITU's national numbering plans
   * (itu.int/oth/T0202000017), quoted in floere/phony pull request 535 of 2024-12-17; RFI, 2024-11-30. Signal compares
   * both forms as one number. Unproven: how long WhatsApp shows the eight digits.
   */
  { country: "BJ", since: "2024-11-30", forms: [[/^[24-69]\d{7}$/, "01$&"]] },
  /**
   * The prefix is that of the operator that held the old range: Moov, MTN, Orange; mobile first, then fixed. Source:
   * ARTCI, changes by ITU-T E.129, as copied by guyaristide/numerotation (2021-01) and, identically, by
   * gabeta/lara-pnn; ARTCI's FAQ (artci.ci/en/faq). Ranges that ARTCI does not list stay refused, as do 359 and 368,
   * which libphonenumber does not know. WhatsApp keeps the eight digits of old accounts: support.whapi.cloud;
   * devlikeapro/waha, 2026-02-07.
   */
  {
    country: "CI",
    since: "2021-01-31",
    forms: [
      [/^(?:0[1-3]|[457][0-3])\d{6}$/, "01$&"],
      [/^(?:0[4-6]|[4-9][4-6])\d{6}$/, "05$&"],
      [/^(?:0[7-9]|[4-8][7-9]|9[78])\d{6}$/, "07$&"],
      [/^2[0-3]8\d{5}$/, "21$&"],
      [/^(?:2[0-4]|3[0-6])0\d{5}$/, "25$&"],
      [/^(?:20[23]|21[2357]|22[45]|23[45]|24[3-5]|306|31[69]|3[2-4]7)\d{5}$/, "27$&"],
    ],
    maybeIncomplete: /^(?:0[157]|21)/,
  },
  /**
   * A ninth digit for mobile numbers, by area code from 2012 on. Source: Anatel's schedule in Telesíntese, 2016-11;
   * Nextel's numbers, starting with 7, kept eight digits (Gizmodo Brasil, 2014). Outside the area codes 11–19, 21, 22,
   * 24, 27 and 28 WhatsApp shows old accounts without the 9: help.zoho.com, Marketing Automation; no page of Meta's
   * was found.
   */
  {
    country: "BR",
    since: "2016-11-06",
    forms: [[/^([1-9]{2})([6-9]\d{7})$/, "$19$2"]],
    maybeIncomplete: /^..[79]/,
  },
  /**
   * The prefixes 01, 044 and 045, and the 1 of mobile numbers called from abroad, are gone. Source: IFT, Diario
   * Oficial of 2018-05-11, in Newsweek en Español. WhatsApp asks for the 1: faq.whatsapp.com/1294841057948784 (copy
   * without a date).
   */
  { country: "MX", since: "2019-08-03", forms: [[/^(?:1|01|044|045)([2-9]\d{9})$/, "$1"]] },
  /**
   * An operator digit in place of the 0, which was part of the number abroad too. Source: ARCEP Gabon in RFI,
   * 2019-11-15; the old form ended on 2024-04-06 (ANINF, 2024-02-29, in alibreville.com); the same in libphonenumber's
   * migrator. Unproven: what WhatsApp shows.
   */
  {
    country: "GA",
    since: "2019-11-15",
    forms: [
      [/^01(\d{6})$/, "11$1"],
      [/^0?([256]\d{6})$/, "6$1"],
      [/^0?([47]\d{6})$/, "7$1"],
    ],
    maybeIncomplete: /^0?(?:11|6[256]|7[47])/,
  },
  /**
   * 60 in front of fixed lines. Source: CRC, Resolución 5826 of 2019, in Portafolio, 2021; Infobae, 2021-12-01.
   * Unproven: what WhatsApp shows.
   */
  { country: "CO", since: "2021-09-01", forms: [[/^[124-8][2-9]\d{6}$/, "60$&"]] },
  /**
   * Mobile numbers lost a digit. Source: the Ministry of Information and Communications in Sài Gòn Giải Phóng, 2018;
   * MobiFone's own plan; the same in libphonenumber's migrator. The new area codes of 2017 are not here: many old
   * fixed lines are somebody's mobile number today. Unproven: what WhatsApp shows.
   */
  {
    country: "VN",
    since: "2018-09-15",
    forms: [
      [/^12([068]\d{7})$/, "7$1"],
      [/^121(\d{7})$/, "79$1"],
      [/^122(\d{7})$/, "77$1"],
      [/^12([345]\d{7})$/, "8$1"],
      [/^127(\d{7})$/, "81$1"],
      [/^129(\d{7})$/, "82$1"],
      [/^16([2-9]\d{7})$/, "3$1"],
      [/^18([68]\d{7})$/, "5$1"],
      [/^199(\d{7})$/, "59$1"],
    ],
  },
  /**
   * 20 in front of fixed lines of eight digits. Source: NCC, public notice 1428 and press release of 2023-09-19 (Daily
   * Post, Premium Times). Unproven: what WhatsApp shows.
   */
  {
    country: "NG",
    since: "2024-01-01",
    forms: [[/^0?([1-9]\d{7})$/, "20$1"]],
    maybeIncomplete: /^0?(?:20|70|8[01]|9[01])/,
  },
  /**
   * The prefixes of Africell, QCell and Comium; Gamcel and fixed lines keep seven digits. Source: PURA's public notice
   * as validator.js pull request 2870 of 2026-08-28 quotes it; libphonenumber and AfterShip/phone 3.1.74 (2026-11-17)
   * have the same ranges. The notice itself was not read; according to that quotation both forms worked until
   * 2026-11-30. Unproven: what WhatsApp shows.
   */
  {
    country: "GM",
    since: "2026-09-04",
    forms: [
      [/^(?:[27]\d|4[01])\d{5}$/, "87$&"],
      [/^(?:3\d|5[0-389])\d{5}$/, "83$&"],
      [/^6\d{6}$/, "86$&"],
    ],
  },
  /**
   * An eighth digit for fixed lines of Metro Manila, which names the operator. Source: NTC, Memorandum Order
   * 10-10-2017, in Manila Bulletin, 2019-10-04. libphonenumber's migrator knows the operator of some ninety ranges;
   * not worth copying.
   */
  { country: "PH", since: "2019-10-06", forms: [[/^0?2\d{7}$/, null]] },
];
