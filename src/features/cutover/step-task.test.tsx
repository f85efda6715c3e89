import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import type { CutoverRequest, OpenException, StepRow } from "./cutover-data.ts";
import { StepTask } from "./step-task.tsx";

const run = vi.hoisted(() => vi.fn<(command: string, input: object) => Promise<object | undefined>>());
vi.mock("react-i18next", () => ({
  useTranslation: () => ({
    t: (key: string, values?: object) => (values ? `${key} ${JSON.stringify(values)}` : key),
    i18n: { language: "en-GB" },
  }),
}));
vi.mock("../../queries/access.ts", () => ({ usePermitted: () => () => true }));
vi.mock("../../queries/commands/command-provider.ts", () => ({
  useCommand: () => ({ run, pending: false }),
  useFunctionCall: () => () => Promise.resolve(undefined),
}));

const hour = 3_600_000;
const now = Date.parse("2026-11-30T10:00:20Z");
const moment = (hours: number) =>
  new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "numeric",
    minute: "2-digit",
  }).format(now + hours * hour);
const inHours = (hours: number) => new Date(now + hours * hour).toISOString();
const stopped = { step: "register", wait_from: null, wait_until: null, blocked_until: null, result: null };

function show(step: object, exceptions: Partial<OpenException>[] = []) {
  const props = { request: { id: "r", version: 3 } as CutoverRequest, step: step as StepRow };
  render(<StepTask {...props} exceptions={exceptions as OpenException[]} onPin={() => {}} />);
  return userEvent.setup();
}
const buttons = () => screen.getAllByRole("button").map((one) => one.textContent ?? "");
const button = (name: RegExp) => screen.getByRole("button", { name });

beforeEach(() => {
  run.mockReset();
  vi.spyOn(Date, "now").mockReturnValue(now);
});

it.each(["failed", "pending"])(
  "during Meta's block there is nothing to press, and the button says when: %s",
  (state) => {
    const block = { wait_from: inHours(-9), wait_until: inHours(63), blocked_until: inHours(63) };
    show({ ...stopped, ...block, state }, [{ step: "register" }]);
    expect(buttons()).toEqual([expect.stringMatching(/^wait\.again_from .*"span":"2 days 15 hrs"/)]);
    expect(button(/wait\.again_from/)).toHaveProperty("disabled", true);
    expect(screen.queryByText("wait.nobody")).not.toBeNull();
    expect(screen.queryByLabelText("approve.last_four")).toBeNull();
  },
);

it("the step is open again once the block is over", () => {
  const over = { wait_from: inHours(-73), wait_until: inHours(-1), blocked_until: inHours(-1) };
  show({ ...stopped, ...over, state: "failed" }, [{ step: "register" }]);
  expect(buttons()).toEqual(["retry.go"]);
});

it("a softer wait ends early only with tick and reason, and states the possible cost", async () => {
  const wait = { wait_from: inHours(-1), wait_until: inHours(11) };
  const user = show({ ...stopped, ...wait, state: "pending" }, [{ step: "register" }]);
  expect(button(/wait\.again_from/)).toHaveProperty("disabled", true);
  await user.click(button(/wait\.earlier/));
  const dates = screen.getAllByRole("definition").map((one) => one.textContent);
  expect(dates).toEqual([moment(11), moment(12)]);

  const go = () => button(/earlier\.go/);
  expect(go()).toHaveProperty("disabled", true);
  await user.click(screen.getByRole("checkbox"));
  expect(go()).toHaveProperty("disabled", true);
  await user.type(screen.getByLabelText("earlier.reason"), "  case 4471 ");
  expect(go()).toHaveProperty("disabled", false);
  await user.click(screen.getByRole("checkbox"));
  expect(go()).toHaveProperty("disabled", true);
  await user.click(screen.getByRole("checkbox"));
  run.mockResolvedValueOnce(undefined);
  await user.click(go());
  expect(run.mock.calls).toEqual([
    ["retry_step", { request: "r", version: 3, step: "register", reason: "case 4471" }],
  ]);
  // A refusal keeps what was typed.
  expect(screen.getByLabelText("earlier.reason")).toHaveProperty("value", "  case 4471 ");
  run.mockResolvedValueOnce({});
  await user.click(go());
  await vi.waitFor(() => expect(screen.queryByLabelText("earlier.reason")).toBeNull());
});

it("continuing to wait takes one press, and does nothing", async () => {
  const wait = { wait_from: inHours(-1), wait_until: inHours(11) };
  const user = show({ ...stopped, ...wait, state: "pending" }, [{ step: "register" }]);
  await user.click(button(/wait\.earlier/));
  await user.click(button(/earlier\.wait/));
  expect(run).not.toHaveBeenCalled();
  expect(screen.queryByLabelText("earlier.reason")).toBeNull();
});

it("if only people call the number shared, the registration warns that it may move it", () => {
  const window = (sharing: string) => [{ step: "embedded_signup", result: { sharing } }];
  const props = {
    step: { ...stopped, step: "register_shared", state: "pending" } as StepRow,
    exceptions: [],
  };
  const of = (sharing: string) => (
    <StepTask
      {...props}
      request={{ id: "r", version: 3, cutover_steps: window(sharing) } as unknown as CutoverRequest}
      onPin={() => {}}
    />
  );
  const { rerender } = render(of("word"));
  expect(screen.getByText("shared.register_by_word_title")).toBeTruthy();
  expect(screen.getByLabelText("approve.last_four")).toBeTruthy();
  rerender(of("proved"));
  expect(screen.queryByText("shared.register_by_word_title")).toBeNull();
  expect(buttons()).toEqual(["shared.register"]);
});

it("a step that continues by itself offers only the button for an early attempt", () => {
  const wait = { step: "claim_number", wait_from: inHours(0), wait_until: inHours(2) };
  show({ ...stopped, ...wait, state: "pending" }, [{ step: "claim_number" }]);
  expect(buttons()).toEqual(["wait.earlier"]);
  expect(screen.getByRole("timer").textContent).toMatch(/^wait\.by_itself/);
});
