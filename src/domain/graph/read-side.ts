/** Reads one side of a move, part by part: an unreadable part is named with its cause and does not stop the rest. */
import { meaningOf } from "../exceptions/graph-error-table.ts";
import { GraphFailure } from "./graph-failure.ts";
import type { GraphPort, SideSnapshot } from "./graph-port.ts";

export type SideIds = { wabaId: string | null; phoneNumberId: string | null };

export type SideReading = {
  snapshot: SideSnapshot;
  /** The failures by part. */
  failures: Record<string, GraphFailure>;
};

export type SideReader = Pick<
  GraphPort,
  "readNumber" | "readWaba" | "readProfile" | "listNumbers" | "listTemplates" | "listSubscribedApps"
>;

export type SidePart = "number" | "waba" | "profile" | "subscribedAppIds" | "numbersInWaba" | "templateCount";

/** Why a part is missing: Meta's refusal as an exception code, otherwise the kind of failure. */
export function causeOf(failure: GraphFailure, operation: keyof SideReader): string {
  return failure.details.kind === "refused"
    ? meaningOf(failure.details, operation).code
    : failure.details.kind;
}

/** Throws only errors other than GraphFailure. A part without a known id has the cause `not_given`. */
export async function readSide(
  graph: SideReader,
  { wabaId, phoneNumberId }: SideIds,
  parts: readonly SidePart[],
): Promise<SideReading> {
  const snapshot: SideSnapshot = {};
  const failures: Record<string, GraphFailure> = {};
  const unreadable: Record<string, string> = {};

  async function read(
    part: SidePart,
    operation: keyof SideReader,
    id: string | null,
    store: (id: string) => Promise<void>,
  ) {
    if (!parts.includes(part)) return;
    if (id === null) {
      unreadable[part] = "not_given";
      return;
    }
    try {
      await store(id);
    } catch (error) {
      if (!(error instanceof GraphFailure)) throw error;
      failures[part] = error;
      unreadable[part] = causeOf(error, operation);
    }
  }

  await read("number", "readNumber", phoneNumberId, async (id) => {
    snapshot.number = await graph.readNumber(id);
  });
  await read("waba", "readWaba", wabaId, async (id) => {
    snapshot.waba = await graph.readWaba(id);
  });
  await read("profile", "readProfile", phoneNumberId, async (id) => {
    snapshot.profile = await graph.readProfile(id);
  });
  await read("subscribedAppIds", "listSubscribedApps", wabaId, async (id) => {
    snapshot.subscribedAppIds = await graph.listSubscribedApps(id);
  });
  await read("numbersInWaba", "listNumbers", wabaId, async (id) => {
    snapshot.numbersInWaba = (await graph.listNumbers(id)).length;
  });
  await read("templateCount", "listTemplates", wabaId, async (id) => {
    snapshot.templateCount = (await graph.listTemplates(id)).length;
  });
  return {
    snapshot: Object.keys(unreadable).length > 0 ? { ...snapshot, unreadable } : snapshot,
    failures,
  };
}
