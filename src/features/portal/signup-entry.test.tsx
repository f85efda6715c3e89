import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { beforeEach, expect, it, vi } from "vitest";
import { CommandError } from "../../providers/command-error.ts";
import { SignupEntry } from "./signup-entry.tsx";

const { post, open } = vi.hoisted(() => ({
  post: vi.fn<(name: string, body: Record<string, unknown>) => Promise<Response>>(),
  open: vi.fn<(address: string) => object | null>(),
}));
vi.mock("react-i18next", () => ({ useTranslation: () => ({ t: (key: string) => key }) }));
vi.mock("../../providers/function-call.ts", () => ({ postToFunction: post }));
vi.mock("../../providers/error-text.ts", () => ({
  useErrorText:
    () =>
    ({ code }: CommandError) =>
      code,
}));
vi.mock("@refinedev/core", () => ({ useInvalidate: () => vi.fn<() => Promise<void>>() }));

const origin = "https://window.example";
const place = { url: `${origin}/dialog?client_id=1`, origins: [origin] };

beforeEach(() => {
  post.mockReset();
  open.mockReset();
  vi.stubGlobal("open", open);
  post.mockImplementation(async (name) =>
    Response.json(name === "signup-window" ? place : { state: "done" }),
  );
});

async function show() {
  const client = new QueryClient();
  render(
    <QueryClientProvider client={client}>
      <SignupEntry request={{ id: "r", version: 3 }} />
    </QueryClientProvider>,
  );
  const button = await screen.findByRole("button", { name: /signup\.open/ });
  await waitFor(() => expect(button).toHaveProperty("disabled", false));
  await userEvent.click(button);
  const state = new URL(open.mock.calls[0]?.[0] ?? "").searchParams.get("state");
  const say = (data: unknown, from = origin) =>
    act(async () => void window.dispatchEvent(new MessageEvent("message", { data, origin: from })));
  const finish = {
    type: "WA_EMBEDDED_SIGNUP",
    event: "FINISH",
    data: { waba_id: "71", phone_number_id: "72" },
  };
  const bring = (code: string | null, more: object = {}) =>
    say({ type: "portdesk.signup", state, code, ...more }, window.location.origin);
  return { say, finish: JSON.stringify(finish), bring };
}

const handedOver = () => post.mock.calls.filter(([name]) => name === "cutover").map(([, body]) => body);

it("hands code and hint over once both are there", async () => {
  open.mockReturnValue({});
  const { say, finish, bring } = await show();
  await say(finish);
  expect(handedOver()).toEqual([]);
  await bring("AQcode0001");
  expect(handedOver()).toEqual([
    { act: "finish_signup", request: "r", version: 3, code: "AQcode0001", wabaId: "71", phoneNumberId: "72" },
  ]);
});

it("listens neither to another origin nor to a code of another window", async () => {
  open.mockReturnValue({});
  const { say, finish, bring } = await show();
  await say(finish, "https://evil.example");
  await bring("AQcode0001");
  expect(handedOver()).toEqual([]);
  await say(finish);
  await bring("AQcode0002", { state: "forged" });
  expect(handedOver().map((body) => body.code)).toEqual(["AQcode0001"]);
});

it("offers a link where the browser blocks the window", async () => {
  open.mockReturnValue(null);
  await show();
  const link = await screen.findByRole("link", { name: "signup.new_tab" });
  expect(link.getAttribute("href")).toContain(`${origin}/dialog`);
});

it("says that the window was left, and what the desk refused", async () => {
  open.mockReturnValue({});
  const { say, finish, bring } = await show();
  await bring(null);
  expect(await screen.findByText("signup.cancelled")).toBeTruthy();
  post.mockResolvedValueOnce(Response.json({ state: "pending", error: "signup_other_number" }));
  await say(finish);
  await bring("AQcode0003");
  expect((await screen.findByRole("alert")).textContent).toContain("signup_other_number");
});

it("says so when there is no window", async () => {
  post.mockRejectedValue(new CommandError("signup_not_configured"));
  const client = new QueryClient();
  render(
    <QueryClientProvider client={client}>
      <SignupEntry request={{ id: "r", version: 3 }} />
    </QueryClientProvider>,
  );
  expect((await screen.findByRole("alert")).textContent).toContain("signup_not_configured");
});
