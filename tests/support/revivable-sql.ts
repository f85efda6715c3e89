/** A pool of connections that can be closed and opens itself again: for a database that is about to go away. */
import postgres, { type Sql } from "postgres";

/** No connection may be open when the server vanishes: postgres.js throws where nobody can catch it. */
export function revivableSql(url: string, max: number): { sql: Sql; disconnect(): Promise<void> } {
  const open = () => postgres(url, { max, onnotice: () => undefined });
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
