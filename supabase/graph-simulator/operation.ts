// The shape of one Graph call: its node and edge, what it requires of the token, and what it does.
import type { GraphRequest } from "./graph-request.ts";
import type { NumberRecord, Portfolio, TemplateRecord, Token, Waba } from "./seed.ts";
import type { SimulatorState } from "./state.ts";

export type Node =
  | { kind: "number"; record: NumberRecord }
  | { kind: "waba"; record: Waba }
  | { kind: "template"; record: TemplateRecord }
  | { kind: "portfolio"; record: Portfolio }
  | { kind: "root" };

export type Call = {
  state: SimulatorState;
  request: GraphRequest;
  token: Token;
  /** Virtual time, ms. */
  now: number;
  /** Records in the journal what the call changed. */
  effect(text: string): void;
};

export type Operation = {
  /** Name in the journal and in faults. */
  name: string;
  method: "GET" | "POST" | "DELETE";
  node: Node["kind"];
  /** null: the object itself. For the root: the whole path. */
  edge: string | null;
  scope: "whatsapp_business_management" | "whatsapp_business_messaging" | "business_management" | null;
  /** Called without a token: the app presents its secret instead. */
  anonymous?: true;
  /** Whether the token must manage the WABA, not only read it. */
  manage: boolean;
  run(this: void, call: Call, node: Node): unknown;
};

type Declared<R> = Omit<Operation, "node" | "run"> & { run(this: void, call: Call, record: R): unknown };

function wrongNode(name: string): Error {
  return new Error(`${name} was given a node of another kind`);
}

export function numberOperation({ run, ...rest }: Declared<NumberRecord>): Operation {
  return {
    ...rest,
    node: "number",
    run(call, node) {
      if (node.kind !== "number") throw wrongNode(rest.name);
      return run(call, node.record);
    },
  };
}

export function wabaOperation({ run, ...rest }: Declared<Waba>): Operation {
  return {
    ...rest,
    node: "waba",
    run(call, node) {
      if (node.kind !== "waba") throw wrongNode(rest.name);
      return run(call, node.record);
    },
  };
}
