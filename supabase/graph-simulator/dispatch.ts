// Resolves a path to the node that its id means for this token and to the operation on that node, then runs it.
import { authenticate, mayManage, mayRead, mayReadPortfolio, nobody } from "./access.ts";
import { graphError, objectNotVisible } from "./graph-error.ts";
import { type GraphRequest, textParam } from "./graph-request.ts";
import { hasDeparted } from "./number-states.ts";
import type { Call, Node, Operation } from "./operation.ts";
import { businessOperations } from "./resources/business.ts";
import { claimOperation } from "./resources/claim.ts";
import { debugTokenOperations } from "./resources/debug-token.ts";
import { oauthOperations } from "./resources/oauth.ts";
import { messageOperations } from "./resources/messages.ts";
import { numberOperations } from "./resources/number.ts";
import { profileOperation } from "./resources/profile.ts";
import { registrationOperations } from "./resources/registration.ts";
import { subscribedAppsOperations } from "./resources/subscribed-apps.ts";
import { templateOperations } from "./resources/templates.ts";
import { verificationOperations } from "./resources/verification.ts";
import { wabaOperations } from "./resources/waba.ts";
import type { Token } from "./seed.ts";
import type { SimulatorState } from "./state.ts";

const operations: readonly Operation[] = [
  ...numberOperations,
  profileOperation,
  claimOperation,
  ...verificationOperations,
  ...registrationOperations,
  ...templateOperations,
  ...wabaOperations,
  ...subscribedAppsOperations,
  ...messageOperations,
  ...businessOperations,
  ...debugTokenOperations,
  ...oauthOperations,
];

/** All nodes with the id: after a move, one id may exist on both sides. */
function nodesOf(state: SimulatorState, segments: string[]): Node[] {
  const [id] = segments;
  if (id === undefined) return [];
  const whole = segments.join("/");
  if (operations.some(({ node, edge }) => node === "root" && (edge === id || edge === whole)))
    return [{ kind: "root" }];
  const numbers = state.numbers.filter((number) => number.id === id);
  // The newest record first, and live records before departed ones.
  const ordered = [...numbers].reverse().sort((a, b) => Number(hasDeparted(a)) - Number(hasDeparted(b)));
  return [
    ...ordered.map((record): Node => ({ kind: "number", record })),
    ...state.wabas.filter((waba) => waba.id === id).map((record): Node => ({ kind: "waba", record })),
    ...state.templates
      .filter((template) => template.id === id)
      .map((record): Node => ({ kind: "template", record })),
    ...state.portfolios
      .filter((portfolio) => portfolio.id === id)
      .map((record): Node => ({ kind: "portfolio", record })),
  ];
}

export function wabaIdOf(node: Node | undefined): string | null {
  if (node?.kind === "waba") return node.record.id;
  return node?.kind === "number" || node?.kind === "template" ? node.record.waba_id : null;
}

function mayReadNode(state: SimulatorState, token: Token, node: Node): boolean {
  if (node.kind === "root") return true;
  if (node.kind === "portfolio") return mayReadPortfolio(state, token, node.record.id);
  return mayRead(token, wabaIdOf(node) ?? "");
}

export type Target = { node: Node | undefined; operation: Operation | undefined };

/** What the request is about, whether or not the token has access: for the journal, the faults and the usage. */
export function identify(state: SimulatorState, request: GraphRequest): Target {
  const nodes = nodesOf(state, request.segments);
  const token = state.tokens.find((candidate) => candidate.token === request.bearer);
  const visible = token ? nodes.filter((node) => mayReadNode(state, token, node)) : [];
  const managed = token ? visible.find((node) => mayManage(token, wabaIdOf(node) ?? "")) : undefined;
  const node = managed ?? visible[0] ?? nodes[0];
  const edge = node?.kind === "root" ? request.segments.join("/") : (request.segments[1] ?? null);
  const operation = operations.find(
    (candidate) =>
      candidate.method === request.method && candidate.node === node?.kind && candidate.edge === edge,
  );
  return { node, operation };
}

function unknownOperation(request: GraphRequest, node: Node) {
  const edge = request.segments[1];
  if (edge !== undefined && request.method === "GET") {
    return graphError(100, {
      message: `(#100) Tried accessing nonexisting field (${edge}) on node type (${node.kind})`,
    });
  }
  if (edge !== undefined) return graphError(2500, { message: `Unknown path components: /${edge}` });
  return graphError(100, { subcode: 33, message: `Unsupported ${request.method.toLowerCase()} request.` });
}

/** Throws the error that Graph would return before the resource is even reached. */
export function admit(
  state: SimulatorState,
  request: GraphRequest,
  target: Target,
  clocks: { now: number; wall: number },
): { token: Token; node: Node; operation: Operation } {
  const [id] = request.segments;
  const { node, operation } = target;
  const token = operation?.anonymous
    ? nobody(textParam(request.params, "client_id") ?? "")
    : authenticate(state, request, clocks.now, clocks.wall);
  if (id === undefined) throw graphError(2500, { message: "Unknown path components: /" });
  if (!node && !/^\d+$/.test(id)) {
    throw graphError(803, { message: `(#803) Some of the aliases you requested do not exist: ${id}` });
  }
  if (!node || !mayReadNode(state, token, node)) throw objectNotVisible(request.method, id);
  const longest = node.kind === "root" ? Number.POSITIVE_INFINITY : 2;
  if (request.segments.length > longest) {
    throw graphError(2500, {
      message: `Unknown path components: /${request.segments.slice(longest).join("/")}`,
    });
  }
  const gone =
    node.kind === "number" && hasDeparted(node.record) && state.settings.oldNumberAnswer === "gone";
  if (gone) throw objectNotVisible(request.method, id);
  if (!operation) throw unknownOperation(request, node);
  if (operation.scope !== null && !token.scopes.includes(operation.scope)) throw graphError(10);
  const wabaId = wabaIdOf(node);
  if (operation.manage && (wabaId === null || !mayManage(token, wabaId))) throw graphError(200);
  if (request.badBody) throw graphError(100, { message: "(#100) The request body is not a JSON object" });
  return { token, node, operation };
}

export function run(call: Call, admitted: { node: Node; operation: Operation }): unknown {
  return admitted.operation.run(call, admitted.node);
}
