import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { InRefine } from "../../../tests/fixtures/in-refine.tsx";
import { createRestStub } from "../../../tests/fixtures/rest-stub.ts";
import { server } from "../../../tests/fixtures/stubbed-supabase.ts";
import { CommandError } from "../../providers/command-error.ts";
import { useStatusCounts } from "../counts.ts";
import { useCommand } from "./command-provider.ts";

const answer = vi.hoisted(() => vi.fn<() => Promise<object>>());
vi.mock("../../providers/supabase-client.ts", () => import("../../../tests/fixtures/stubbed-supabase.ts"));
vi.mock("../../providers/function-client.ts", () => ({
  postByName: async () => Response.json(await answer()),
}));
vi.mock("react-i18next", () => ({
  useTranslation: () => ({ t: (key: string) => key, i18n: { language: "en", exists: () => true } }),
}));

function Counts() {
  const { data } = useStatusCounts("home");
  const { run } = useCommand();
  const accept = () => run("accept_request", { request: crypto.randomUUID(), version: 1 });
  return (
    <>
      <output>{JSON.stringify(data)}</output>
      <button type="button" onClick={() => void accept()}>
        Accept
      </button>
    </>
  );
}

let counts = [{ status: "submitted", requests: 1 }];
beforeEach(() => {
  counts = [{ status: "submitted", requests: 1 }];
  server.fetch = createRestStub(() => ({ body: counts })).fetch;
});

async function press() {
  render(
    <InRefine>
      <Counts />
    </InRefine>,
  );
  await screen.findByText(`{"submitted":1}`);
  await userEvent.click(screen.getByRole("button", { name: "Accept" }));
}

it("a successful command refetches the counts", async () => {
  answer.mockImplementation(async () => {
    counts = [{ status: "preparing", requests: 1 }];
    return { id: "r", reference: "R", status: "preparing", version: 2 };
  });
  await press();
  expect(await screen.findByText(`{"preparing":1}`)).toBeTruthy();
});

it("a refusal is reported once, in words, and the screen is refetched", async () => {
  answer.mockImplementation(() => {
    counts = [{ status: "cancelled", requests: 1 }];
    return Promise.reject(new CommandError("wrong_status", "cancelled"));
  });
  await press();
  await waitFor(() => expect(screen.getAllByText("error.wrong_status")).toHaveLength(1));
  expect(await screen.findByText(`{"cancelled":1}`)).toBeTruthy();
});
