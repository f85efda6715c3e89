import { expect, it } from "vitest";
import { warningsOf } from "./window-warnings.ts";

const at = (time: string) => Date.parse(`2026-12-01T${time}:00Z`);
const window = (start: string, end: string) => ({ start: at(start), end: at(end) });
const office = [window("09:00", "12:00"), window("13:00", "18:00")];
const london = ["Europe/London"];

it.each([
  ["within both calendars", window("09:00", "10:00"), office, london, []],
  ["over our lunch", window("11:30", "12:30"), office, london, ["outside_ours", "outside_client"]],
  [
    "before the client's day",
    window("09:00", "10:00"),
    [window("10:00", "18:00")],
    london,
    ["outside_client"],
  ],
  ["with a client whose hours are not known", window("19:00", "20:00"), null, london, ["outside_ours"]],
  ["in our night", window("02:00", "03:00"), null, london, ["outside_ours", "night"]],
  ["into our night", window("20:30", "21:30"), null, london, ["outside_ours", "night"]],
  ["up to our night", window("20:00", "21:00"), null, london, ["outside_ours"]],
  ["in the client's night", window("17:00", "18:00"), office, [...london, "Asia/Almaty"], ["night"]],
] as const)("a window %s", (_, chosen, client, zones, expected) => {
  expect(warningsOf(chosen, { provider: office, client: client && [...client] }, zones)).toEqual(expected);
});
