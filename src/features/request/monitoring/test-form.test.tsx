import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { InRefine } from "../../../../tests/fixtures/in-refine.tsx";
import type { RequestRow } from "../../../queries/request-row.ts";
import { TestForm } from "./test-form.tsx";

/** The function's answer to each command; a refusal is thrown. */
const meta = vi.hoisted(() => ({
  templates: {} as object | Error,
  sent: [] as unknown[],
  test: {} as object,
}));

vi.mock("../../../providers/function-client.ts", () => ({
  callFunction: async () => {
    if (meta.templates instanceof Error) throw meta.templates;
    return meta.templates;
  },
  postByName: async (_: string, body: unknown) => {
    meta.sent.push(body);
    return Response.json(meta.test);
  },
}));
vi.mock("../../../queries/commands/refresh.ts", () => ({ useRefresh: () => async () => undefined }));
vi.mock("../../../queries/commands/error-text.ts", () => ({ useErrorText: () => () => "refused" }));
vi.mock("react-i18next", () => ({
  useTranslation: () => ({
    t: (key: string, values?: { name?: string; count?: number }) =>
      [key, values?.name, values?.count].filter((part) => part !== undefined).join(" "),
    i18n: { language: "en", exists: () => true },
  }),
}));

const request = { id: "11111111-1111-4111-8111-111111111111", version: 3 } as RequestRow;

function show(): void {
  render(
    <InRefine>
      <TestForm request={request} />
    </InRefine>,
  );
}

beforeEach(() => {
  meta.sent = [];
  meta.test = { state: "accepted" };
});

it("sends the first of the account's own templates unless another is chosen", async () => {
  meta.templates = {
    templates: [
      { name: "order_update", language: "en_US", category: "UTILITY" },
      { name: "offer", language: "ru", category: "MARKETING" },
    ],
    approved: 3,
  };
  show();
  expect(await screen.findByText("test.template_option order_update")).toBeTruthy();
  fireEvent.change(screen.getByLabelText("test.to"), { target: { value: "+1 202 555-0177" } });
  fireEvent.click(screen.getByRole("button", { name: "test.send" }));
  expect(await screen.findByText("test.accepted")).toBeTruthy();
  expect(meta.sent).toEqual([
    {
      command: "send_test",
      request: request.id,
      version: 3,
      to: "+12025550177",
      template: "order_update",
      language: "en_US",
    },
  ]);
});

it("says what to do if the account has nothing to send as it is, and shows no form", async () => {
  meta.templates = { templates: [], approved: 2 };
  show();
  expect(await screen.findByText("test.template_none")).toBeTruthy();
  expect(screen.getByText("test.template_variables 2")).toBeTruthy();
  expect(screen.queryByLabelText("test.to")).toBeNull();
});

it("reports unreadable templates, and reads them again on request", async () => {
  meta.templates = new Error("graph_unreachable");
  show();
  expect(await screen.findByText("test.template_unread")).toBeTruthy();
  meta.templates = { templates: [], approved: 0 };
  fireEvent.click(screen.getByRole("button", { name: "test.template_again" }));
  expect(await screen.findByText("test.template_none")).toBeTruthy();
  expect(screen.queryByText(/template_variables/)).toBeNull();
});

it("names why Meta refused the message", async () => {
  meta.templates = { templates: [{ name: "a", language: "en", category: "UTILITY" }], approved: 1 };
  meta.test = { state: "refused", reason: "payment_problem" };
  show();
  fireEvent.change(await screen.findByLabelText("test.to"), { target: { value: "+12025550177" } });
  fireEvent.click(screen.getByRole("button", { name: "test.send" }));
  await waitFor(() => expect(screen.getByText("domain:send_error.payment_problem")).toBeTruthy());
});
