/** Reads the templates of both sides, completely or not at all: half a list would make a wrong forecast. */
import { GraphFailure } from "../graph/graph-failure.ts";
import type { GraphPort, NumberFacts, TemplateFacts, WabaFacts } from "../graph/graph-port.ts";
import { causeOf, readSide } from "../graph/read-side.ts";
import type { ForecastInput, PortfolioFacts } from "./template-forecast.ts";

export type InventoryIds = {
  sourceWabaId: string;
  sourcePhoneNumberId: string | null;
  /** null: the account does not exist yet, and holds nothing. */
  destinationWabaId: string | null;
};

/** Which side could not be read, and why: an exception code or a kind of failure. */
export type Unread = { side: "source" | "destination"; cause: string };

type Reader = Pick<
  GraphPort,
  "readNumber" | "readWaba" | "readProfile" | "listNumbers" | "listTemplates" | "listSubscribedApps"
>;

export async function readInventory(
  graph: Reader,
  { sourceWabaId, sourcePhoneNumberId, destinationWabaId }: InventoryIds,
): Promise<ForecastInput | { unread: Unread }> {
  const source = await listOf(graph, sourceWabaId);
  if ("cause" in source) return { unread: { side: "source", cause: source.cause } };
  const destination = destinationWabaId === null ? { list: [] } : await listOf(graph, destinationWabaId);
  if ("cause" in destination) return { unread: { side: "destination", cause: destination.cause } };
  const old = await readSide(graph, { wabaId: null, phoneNumberId: sourcePhoneNumberId }, ["number"]);
  const { snapshot } = await readSide(graph, { wabaId: destinationWabaId, phoneNumberId: null }, ["waba"]);
  const numbers = destinationWabaId === null ? [] : await numbersOf(graph, destinationWabaId);
  const portfolio = portfolioOf(snapshot.waba, old.snapshot.number, numbers);
  return { source: source.list, destination: destination.list, portfolio };
}

async function listOf(graph: Reader, wabaId: string): Promise<{ list: TemplateFacts[] } | { cause: string }> {
  try {
    return { list: await graph.listTemplates(wabaId) };
  } catch (error) {
    if (error instanceof GraphFailure) return { cause: causeOf(error, "listTemplates") };
    throw error;
  }
}

async function numbersOf(graph: Reader, wabaId: string): Promise<NumberFacts[] | null> {
  try {
    return await graph.listNumbers(wabaId);
  } catch (error) {
    if (error instanceof GraphFailure) return null;
    throw error;
  }
}

/** The source counts too: unless both accounts represent the same business, nothing is copied. */
function portfolioOf(
  waba: WabaFacts | null | undefined,
  sourceNumber: NumberFacts | null | undefined,
  numbers: readonly NumberFacts[] | null,
): PortfolioFacts {
  const status = waba?.businessVerificationStatus;
  const approved = [...(sourceNumber ? [sourceNumber] : []), ...(numbers ?? [])].some(
    ({ nameStatus }) => nameStatus === "APPROVED",
  );
  const readAll = Boolean(sourceNumber) && numbers !== null;
  return {
    verified: status ? status.toLowerCase() === "verified" : null,
    approvedName: approved || (readAll ? false : null),
  };
}
