/** Days and weeks are the provider's own. */
import { expect, it } from "vitest";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, driver } = await useDriver();

const setZone = (zone: string) =>
  database.sql`update public.providers set time_zone = ${zone} where id = ${driver.tenants.own.provider}`;

it("counts a request filed on a Monday morning in the week that begins there", async () => {
  const request = await driver.bringTo("submitted");
  // Monday 03:30 in Almaty is Sunday 22:30 in UTC.
  await database.sql`update public.migration_requests set created_at = '2026-11-22T22:30:00Z' where id = ${request}`;
  const weeks = async (zone: string) => {
    await setZone(zone);
    return database.asUser(driver.tenants.claims.analyst, async (sql) => {
      const rows = await sql<{ key: string }[]>`select key from public.report_counts(
        ${driver.tenants.own.provider}, '2026-11-01', '2026-11-25') where dimension = 'week'`;
      return rows.map(({ key }) => key);
    });
  };
  expect(await weeks("Asia/Almaty")).toEqual(["2026-11-23"]);
  expect(await weeks("UTC")).toEqual(["2026-11-16"]);
});

it("lets terms begin at the provider's midnight", async () => {
  await database.sql`delete from public.tariffs where provider_id = ${driver.tenants.own.provider}`;
  // The second terms begin today by the clock that is furthest ahead.
  await database.sql`insert into public.tariffs (provider_id, currency, connection_fee_micros, monthly_fee_micros,
    message_fee_micros, min_working_days, max_working_days, valid_from)
    select ${driver.tenants.own.provider}, 'USD', 0, 0, fee, 2, 7, day
    from (values (1, '2020-01-01'::date), (2, (now() at time zone 'Pacific/Kiritimati')::date)) as terms (fee, day)`;
  const fee = async (zone: string) => {
    await setZone(zone);
    const [row] = await database.sql<{ fee: number }[]>`
      select (public.provider_page('home') -> 'tariff' ->> 'message_fee_micros')::int as fee`;
    return row?.fee;
  };
  expect(await fee("Pacific/Kiritimati")).toBe(2);
  // Twenty-five hours behind, that day has not begun at any time.
  expect(await fee("Pacific/Pago_Pago")).toBe(1);
});
