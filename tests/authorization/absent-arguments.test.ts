/** A missing argument never bypasses a rule: SQL's null is neither equal nor unequal. */
import { beforeAll, expect, test } from "vitest";
import { commandCases } from "../fixtures/command-cases.ts";
import type { Input } from "../fixtures/command-driver.ts";
import { useDriver } from "../fixtures/own-database.ts";

const { driver } = await useDriver();

const standing = new Map<string, string>();

beforeAll(async () => {
  for (const status of new Set(commandCases.map(([, status]) => status)))
    standing.set(status, await driver.bringTo(status));
});

test.each(commandCases)(
  "%s in %s: %s with an argument left out",
  async (actor, status, name, input, optional = []) => {
    const request = standing.get(status) ?? "";
    const connection = "connection" in input ? { connection: driver.tenants.own.connection } : {};
    const whole: Input = { request, version: await driver.version(request), ...input, ...connection };
    const accepted: string[] = [];
    for (const key of Object.keys(whole)) {
      if (optional.includes(key)) continue;
      const answer = await driver.try(actor, name, { ...whole, [key]: null }, false);
      if ("done" in answer) accepted.push(key);
    }
    expect(accepted).toEqual([]);
  },
);
