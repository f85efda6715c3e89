/** A pool of connections that can be closed and opens itself again: for a database that is about to go away. */
import type { Sql } from "postgres";
import { openSql } from "./open-sql.ts";

/** No connection may be open when the server vanishes: postgres.js throws where nobody can catch it. */
export function revivableSql(...options: Parameters<typeof openSql>): {
  sql: Sql;
  disconnect(): Promise<void>;
} {
  const open = () => openSql(...options);
  let current = open();
  const sql = new Proxy(current, {
    apply: (_first, _self, parameters) => Reflect.apply(current, undefined, parameters),
    get: (_first, name) => Reflect.get(current, name),
  });
  return {
    sql,
    async disconnect() {
      const last = current;
      current = open();
      await last.end();
    },
  };
}
