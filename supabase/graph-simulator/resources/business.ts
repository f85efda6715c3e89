// GET of a business portfolio.
import { selectFields } from "../fields.ts";
import { textParam } from "../graph-request.ts";
import type { Operation } from "../operation.ts";

export const businessOperations: Operation[] = [
  {
    name: "get_business",
    method: "GET",
    node: "portfolio",
    edge: null,
    scope: "business_management",
    manage: false,
    run(call, node) {
      if (node.kind !== "portfolio") throw new Error("get_business was given a node of another kind");
      return selectFields(node.record, textParam(call.request.params, "fields"), ["id", "name"], "Business");
    },
  },
];
