/** The relations whose rows the operator's verifier compares with what the audit tells of them. */

type Compared = {
  schema: "public" | "private";
  /** The column by which the audit names a row. */
  key: string;
  provider: string;
  /** Columns that the audit leaves out. */
  leftOut: readonly string[];
};

const ordinary: Compared = { schema: "public", key: "id", provider: "provider_id", leftOut: [] };

export const comparedRelations: Readonly<Record<string, Compared>> = {
  migration_requests: ordinary,
  events: { ...ordinary, leftOut: ["created_at"] },
};
