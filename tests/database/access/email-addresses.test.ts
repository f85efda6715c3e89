/** The database and the forms agree on what an e-mail address is. */
import { expect, it } from "vitest";
import { emailAddress } from "#domain/access/email-address.ts";
import { useDatabase } from "../../fixtures/own-database.ts";

const database = await useDatabase();

const taken = [
  "ann@shop.example",
  "иван@магазин.рф",
  "ivan@xn--80aaa.xn--p1ai",
  "h&m@example.com",
  "o'brien+portdesk@example.com",
  "a.b_c-d/e=f@sub.example.co",
];
const refused = [
  "",
  "ann",
  "ann@shop",
  "@shop.example",
  "ann@shop.e",
  "ann@shop.example,ben@shop.example",
  "Ann <ann@shop.example>",
  "ann@shop.example\nBcc: ben@shop.example",
  "ann @shop.example",
  `${"a".repeat(65)}@shop.example`,
  `ann@${"a".repeat(250)}.example`,
  '"ann"@shop.example',
  "ann@@shop.example",
];

it.each([...taken.map((one) => [one, true] as const), ...refused.map((one) => [one, false] as const)])(
  "%j: %s",
  async (address, isTaken) => {
    const [row] = await database.sql<{ ok: boolean }[]>`select private.is_address(${address}) as ok`;
    expect(row?.ok).toBe(isTaken);
    expect(emailAddress.safeParse(address).success).toBe(isTaken);
  },
);
