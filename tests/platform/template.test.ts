import { describe, expect, it } from "vitest";
import { useDatabase } from "../fixtures/own-database.ts";

const database = await useDatabase();

describe("the migrated database", () => {
  it("belongs to a role that is not a superuser", async () => {
    const rows = await database.sql`select distinct pg_get_userbyid(c.relowner) as owner, r.rolsuper as super
      from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_roles r on r.oid = c.relowner
      where n.nspname in ('public', 'private') and c.relkind = 'r'`;
    expect(rows).toEqual([{ owner: "postgres", super: false }]);
  });

  it("lets nobody act without a role of the API", async () => {
    const read = database.asUser({ role: "anon" }, (sql) => sql`select * from public.providers`);
    await expect(read).rejects.toThrow("permission denied for table providers");
  });
});
