import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { beforeEach, expect, it, vi } from "vitest";
import { CommandError } from "../../../providers/command-error.ts";
import { SignupEntry } from "./signup-entry.tsx";

const { post, open } = vi.hoisted(() => ({
  post: vi.fn<(to: { name: string }, body: Record<string, unknown>) => Promise<object>>(),
  open: vi.fn<(address: string) => object | null>(),
}));
vi.mock("react-i18next", () => ({ useTranslation: () => ({ t: (key: string) => key }) }));
vi.mock("../../../providers/function-client.ts", () => ({ callFunction: post, postToFunction: post }));
vi.mock("../../../queries/commands/error-text.ts", () => ({
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
  post.mockImplementation(async ({ name }) => (name === "signup-window" ? place : { state: "done" }));
});

async function show() {
  const client = new QueryClient();
  render(
    <QueryClientProvider client={client}>
      <SignupEntry request={{ id: "r", version: 3 }} shared={false} />
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

const reports = () =>
  post.mock.calls.filter(([{ name }]) => name === "commands").map(([, body]) => body.input);
const event = (name: string, data: object = {}) =>
  JSON.stringify({ type: "WA_EMBEDDED_SIGNUP", event: name, data });

const handedOver = () => post.mock.calls.filter(([{ name }]) => name === "cutover").map(([, body]) => body);

it("passes on code and hint once both have arrived", async () => {
  open.mockReturnValue({});
  const { say, finish, bring } = await show();
  await say(finish);
  expect(handedOver()).toEqual([]);
  await bring("AQcode0001");
  expect(handedOver()).toEqual([
    {
      command: "finish_signup",
      request: "r",
      version: 3,
      code: "AQcode0001",
      wabaId: "71",
      phoneNumberId: "72",
    },
  ]);
});

it("ignores other origins and codes of other windows", async () => {
  open.mockReturnValue({});
  const { say, finish, bring } = await show();
  await say(finish, "https://evil.example");
  await bring("AQcode0001");
  expect(handedOver()).toEqual([]);
  await say(finish);
  await bring("AQcode0002", { state: "forged" });
  expect(handedOver().map((body) => body.code)).toEqual(["AQcode0001"]);
});

it("offers a link if the browser blocks the window", async () => {
  open.mockReturnValue(null);
  await show();
  const link = await screen.findByRole("link", { name: "signup.new_tab" });
  expect(link.getAttribute("href")).toContain(`${origin}/dialog`);
});

it("says that the window was left, and what Portdesk refused", async () => {
  open.mockReturnValue({});
  const { say, finish, bring } = await show();
  await bring(null);
  expect(await screen.findByText("domain:error.signup_end_cancelled")).toBeTruthy();
  expect(reports()).toEqual([{ request: "r", ending: "cancelled", screen: null, metaCode: null }]);
  post.mockResolvedValueOnce({ state: "pending", error: "signup_other_number" });
  await say(finish);
  await bring("AQcode0003");
  expect((await screen.findByRole("alert")).textContent).toContain("signup_other_number");
});

it.each([
  ["FINISH_ONLY_WABA", { waba_id: "71" }, "no_number"],
  ["FINISH", { waba_id: "71", phone_number_id: null }, "no_number"],
  ["FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING", { waba_id: "71" }, "app_number"],
  ["FINISH_OBO_MIGRATION", { waba_id: "71" }, "owner_changed"],
  ["FINISH_GRANT_ONLY_API_ACCESS", { waba_id: "71" }, "access_only"],
  ["FINISH_SOMEHOW", { waba_id: "71", phone_number_id: "72" }, "unknown"],
  ["ERROR", {}, "error"],
])("%s with %j is no number: it says so and offers the window again", async (name, data, ending) => {
  open.mockReturnValue({});
  const { say, bring } = await show();
  await say(event(name, data));
  await bring("AQcode0001");
  expect(await screen.findByText(`domain:error.signup_end_${ending}`)).toBeTruthy();
  expect(screen.queryByText("signup.is_open")).toBeNull();
  expect(handedOver()).toEqual([]);
  expect(reports()).toEqual([{ request: "r", ending, screen: null, metaCode: null }]);
  await userEvent.click(screen.getByRole("button", { name: /signup\.open_again/ }));
  expect(open).toHaveBeenCalledTimes(2);
  expect(screen.queryByText(`domain:error.signup_end_${ending}`)).toBeNull();
  expect(screen.getByText("signup.is_open")).toBeTruthy();
});

it("shows an error that comes as a cancel: Meta's words, what they mean, and what to quote", async () => {
  open.mockReturnValue({});
  const { say, bring } = await show();
  const data = { error_code: "3441030", error_message: "Words of <b>Meta</b>.", session_id: "f34b51" };
  await say(event("CANCEL", data));
  await bring(null);
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain("domain:error.signup_end_error");
  expect(alert.textContent).toContain("Words of <b>Meta</b>.");
  expect(alert.textContent).toContain("domain:signup_problem.number_taken");
  expect(alert.textContent).toContain("signup.meta_code");
  expect(alert.textContent).toContain("signup.meta_session");
  // Meta's words stay with the client.
  expect(reports()).toEqual([{ request: "r", ending: "error", screen: null, metaCode: "3441030" }]);
});

it("says so if Meta does not explain its code", async () => {
  open.mockReturnValue({});
  const { say } = await show();
  await say(event("CANCEL", { error_code: "524126", error_message: "Words." }));
  expect((await screen.findByRole("alert")).textContent).toContain("domain:signup_problem.not_listed");
});

it("names the screen where the window was left", async () => {
  open.mockReturnValue({});
  const { say } = await show();
  await say(event("CANCEL", { current_step: "PHONE_NUMBER_VERIFICATION" }));
  expect((await screen.findByRole("alert")).textContent).toContain("signup.left_at");
  expect(reports()).toMatchObject([{ ending: "cancelled", screen: "PHONE_NUMBER_VERIFICATION" }]);
});

it("continues when a number arrives after another ending, whatever happened to the report", async () => {
  open.mockReturnValue({});
  const { say, finish, bring } = await show();
  post.mockRejectedValueOnce(new CommandError("offline"));
  await say(event("FINISH_SOMEHOW"));
  await say(finish);
  await bring("AQcode0001");
  expect(handedOver()).toMatchObject([{ code: "AQcode0001", wabaId: "71", phoneNumberId: "72" }]);
});

it("reports a code without a message from the window, after waiting for one", async () => {
  open.mockReturnValue({});
  const { say, finish, bring } = await show();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    await bring("AQcode0001");
    await act(() => vi.advanceTimersByTimeAsync(9_000));
    expect(screen.queryByText("domain:error.signup_end_silent")).toBeNull();
    await act(() => vi.advanceTimersByTimeAsync(2_000));
    expect(screen.getByText("domain:error.signup_end_silent")).toBeTruthy();
  } finally {
    vi.useRealTimers();
  }
  // Late, but in time for the code.
  await say(finish);
  expect(handedOver()).toMatchObject([{ code: "AQcode0001" }]);
});

it("states before the window opens what it may mean for the old provider, by route", async () => {
  const client = new QueryClient();
  const entry = (shared: boolean) => (
    <QueryClientProvider client={client}>
      <SignupEntry request={{ id: "r", version: 3 }} shared={shared} />
    </QueryClientProvider>
  );
  const { rerender } = render(entry(false));
  expect(await screen.findByText("signup.before.moved")).toBeTruthy();
  rerender(entry(true));
  expect(await screen.findByText("signup.before.shared")).toBeTruthy();
  expect(screen.queryByText("signup.before.moved")).toBeNull();
});

it("says so when there is no window", async () => {
  post.mockRejectedValue(new CommandError("signup_not_configured"));
  const client = new QueryClient();
  render(
    <QueryClientProvider client={client}>
      <SignupEntry request={{ id: "r", version: 3 }} shared={false} />
    </QueryClientProvider>,
  );
  expect((await screen.findByRole("alert")).textContent).toContain("signup_not_configured");
});
