import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { CheckTask, type ClientActions } from "./check-task.tsx";
import type { ClientCheck } from "./client-step.ts";
import type { PortalCheck, PortalRequest } from "../portal-request.ts";

vi.mock("react-i18next", () => ({ useTranslation: () => ({ t: (key: string) => key }) }));

const request = {
  source_business_id: "7001000",
  source_waba_id: null,
  source_phone_number_id: null,
  platform_account: null,
  client_account_model: null,
} as unknown as PortalRequest;

function show(code: ClientCheck, change: Partial<PortalCheck> = {}, known: Partial<PortalRequest> = {}) {
  const yes = () => Promise.resolve(true);
  const actions = {
    onSend: vi.fn<ClientActions["onSend"]>(yes),
    onFacts: vi.fn<ClientActions["onFacts"]>(yes),
    onConfirm: vi.fn<ClientActions["onConfirm"]>(yes),
  };
  const check: PortalCheck = {
    id: "1",
    code,
    status: "failed",
    read_at: "2026-11-20T10:00:00Z",
    claimed_at: null,
    contradicted_at: null,
    ...change,
  };
  render(
    <CheckTask
      code={code}
      check={check}
      request={{ ...request, ...known }}
      platformSignupUrl="https://p.example"
      actions={actions}
    />,
  );
  return actions;
}

it("accepts the three ids, digits only, and keeps what is already known", async () => {
  const actions = show("WABA_DATA");
  const [business, waba, phone] = await screen.findAllByRole("textbox");
  expect(business).toHaveProperty("value", "7001000");
  await userEvent.type(waba ?? document.body, "abc");
  await userEvent.type(phone ?? document.body, "7201000");
  await userEvent.click(screen.getByRole("button"));
  expect(await screen.findByText("domain:field.meta_id_invalid")).toBeTruthy();
  expect(actions.onFacts).not.toHaveBeenCalled();
  await userEvent.clear(waba ?? document.body);
  await userEvent.type(waba ?? document.body, "7101000");
  await userEvent.click(screen.getByRole("button"));
  await vi.waitFor(() =>
    expect(actions.onFacts).toHaveBeenCalledExactlyOnceWith({
      sourceBusinessId: "7001000",
      sourceWabaId: "7101000",
      sourcePhoneNumberId: "7201000",
    }),
  );
});

it.each([
  ["account_model.new", { accountModel: "new" }],
  ["account_model.unknown", {}],
])("takes %s about the account model along with the ids", async (name, expected) => {
  const actions = show("WABA_DATA", {}, { source_waba_id: "7101000", source_phone_number_id: "7201000" });
  await userEvent.click(await screen.findByRole("radio", { name }));
  await userEvent.click(screen.getByRole("button"));
  await vi.waitFor(() =>
    expect(actions.onFacts).toHaveBeenCalledExactlyOnceWith({
      sourceBusinessId: "7001000",
      sourceWabaId: "7101000",
      sourcePhoneNumberId: "7201000",
      ...expected,
    }),
  );
});

it("accepts the client's claim about Meta's answers, and says when Meta disagrees", async () => {
  const actions = show("TWO_STEP_OFF", {
    claimed_at: "2026-11-20T09:00:00Z",
    contradicted_at: "2026-11-20T10:00:00Z",
  });
  expect(screen.getByText("tasks.contradicted")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "tasks.done" }));
  expect(actions.onConfirm).toHaveBeenCalledExactlyOnceWith("TWO_STEP_OFF", "tasks.confirmed");
});

it("lets the client only send a message if others must act", () => {
  show("SOURCE_READY");
  expect(screen.queryByRole("button", { name: "tasks.done" })).toBeNull();
  expect(screen.getByRole("button", { name: "messages.send" })).toBeTruthy();
});

it("thanks for a confirmation while it counts, and not once it has expired", () => {
  show("TWO_STEP_OFF", { status: "pending", claimed_at: "2026-11-20T09:00:00Z" });
  expect(screen.queryAllByText("tasks.claimed")).toHaveLength(1);
  show("TWO_STEP_OFF", { status: "stale", claimed_at: "2026-11-20T09:00:00Z" });
  expect(screen.queryAllByText("tasks.claimed")).toHaveLength(1);
});
