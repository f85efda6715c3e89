/**
 * The only gate to the account that a client has named. Anyone can type an id, so the provider's token is used on it
 * only after Meta has shown the request's own number there. Until then one list is requested, and none of it is kept.
 */
import type { MoveContext } from "#domain/cutover/move-context.ts";
import { GraphFailure } from "#domain/graph/graph-failure.ts";
import type { GraphPort } from "#domain/graph/graph-port.ts";
import { isSameNumber } from "#domain/requests/phone-number.ts";

export type SourceIds = { wabaId: string | null; phoneNumberId: string | null };

export type SourceStanding = {
  /** Whether exactly these ids were proved before. */
  isProved: boolean;
  /** Whether a request of another client of the provider holds the account. */
  isOthers: boolean;
};

/** Records that the ids were proved; a proof for other ids does not count. */
export type KeepProof = (requestId: string, ids: SourceIds) => Promise<void>;

/** Methods that name the source's account or number throw GraphFailure `unproven` until the ids are proved. */
export function guardSource(
  graph: GraphPort,
  move: MoveContext,
  standing: SourceStanding,
  keepProof: KeepProof,
): GraphPort {
  const { requestId, sourceWabaId: wabaId, sourcePhoneNumberId: phoneNumberId } = move;
  // A number may keep its id when it moves: then it is ours, whoever named it before.
  const ours = new Set([move.destinationPhoneNumberId]);
  let proof: Promise<void> | undefined;

  const isSource = (id: string) => (id === wabaId || id === phoneNumberId) && !ours.has(id);

  async function prove(): Promise<void> {
    if (standing.isProved) return;
    if (standing.isOthers || !(await isThere())) throw unproven();
    await keepProof(requestId, { wabaId, phoneNumberId });
  }

  async function isThere(): Promise<boolean> {
    const shown =
      wabaId === null
        ? phoneNumberId === null
          ? []
          : [await graph.readNumber(phoneNumberId)]
        : await graph.listNumbers(wabaId);
    return shown.some(
      ({ id, displayPhoneNumber }) =>
        (phoneNumberId === null || id === phoneNumberId) &&
        isSameNumber(displayPhoneNumber, move.phoneNumber),
    );
  }

  async function pass(...ids: string[]): Promise<void> {
    if (!ids.some(isSource)) return;
    proof ??= prove();
    try {
      await proof;
    } catch (error) {
      // If only a network failure prevented the proof, the next call may try again.
      proof = undefined;
      throw error;
    }
  }

  const of =
    <Output>(call: (id: string) => Promise<Output>) =>
    async (id: string): Promise<Output> => {
      await pass(id);
      return call(id);
    };
  const about =
    <Input extends { wabaId: string } | { phoneNumberId: string }, Output>(
      call: (input: Input) => Promise<Output>,
    ) =>
    async (input: Input): Promise<Output> => {
      await pass("wabaId" in input ? input.wabaId : input.phoneNumberId);
      return call(input);
    };

  return {
    readNumber: of(graph.readNumber),
    readWaba: of(graph.readWaba),
    readProfile: of(graph.readProfile),
    listNumbers: of(graph.listNumbers),
    listTemplates: of(graph.listTemplates),
    listSubscribedApps: of(graph.listSubscribedApps),
    subscribeApp: of(graph.subscribeApp),
    async readTemplateTexts(id, after) {
      await pass(id);
      return graph.readTemplateTexts(id, after);
    },
    createTemplate: about(graph.createTemplate),
    async copyTemplates(input) {
      await pass(input.sourceWabaId, input.destinationWabaId);
      return graph.copyTemplates(input);
    },
    async claimNumber(input) {
      await pass(input.destinationWabaId);
      const claimed = await graph.claimNumber(input);
      ours.add(claimed);
      return claimed;
    },
    requestCode: about(graph.requestCode),
    verifyCode: about(graph.verifyCode),
    register: about(graph.register),
    setPin: about(graph.setPin),
    sendTemplate: about(graph.sendTemplate),
    // The token is the client's own, granted in the signup window.
    exchangeSignupCode: graph.exchangeSignupCode,
  };
}

function unproven(): GraphFailure {
  return new GraphFailure("The source is not proved", {
    kind: "unproven",
    status: 0,
    payload: { reason: "the number does not stand in the account that was named" },
  });
}
