import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { ProbeCard } from "./probe-card.tsx";

const state = vi.hoisted(() => ({ probe: null as object | null, saved: [] as unknown[] }));

vi.mock("@refinedev/core", () => ({
  useOne: () => ({
    result: { id: "p", probe_settings: state.probe },
    query: { isLoading: false, refetch: async () => undefined },
  }),
}));
vi.mock("../../queries/commands/command-provider.ts", () => ({
  useCommand: () => ({
    run: async (_: string, input: unknown) => state.saved.push(input),
    pending: false,
  }),
}));
vi.mock("react-i18next", () => ({
  useTranslation: () => ({ t: (key: string) => key, i18n: { language: "en" } }),
}));

const enter = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
const fill = (template: string) => {
  enter("probe.phone", "+12025550199");
  enter("probe.phone_id", "720900000000001");
  enter("probe.template", template);
  enter("probe.language", "en_US");
  fireEvent.click(screen.getByRole("button", { name: "probe.save" }));
};

beforeEach(() => {
  state.probe = null;
  state.saved = [];
});

it("suggests no template, and accepts none of Meta's samples", async () => {
  render(<ProbeCard providerId="p" />);
  expect(screen.getByLabelText<HTMLInputElement>("probe.template").value).toBe("");
  fill("hello_world");
  expect(await screen.findByText("probe.sample")).toBeTruthy();
  expect(state.saved).toEqual([]);
  fill("line_test");
  await waitFor(() => expect(state.saved).toMatchObject([{ templateName: "line_test" }]));
});

it("says that a sample saved earlier measures no inbound messages", () => {
  state.probe = {
    provider_id: "p",
    phone_number: "+12025550199",
    phone_number_id: "720900000000001",
    template_name: "hello_world",
    template_language: "en_US",
    interval_seconds: 10,
    updated_at: "2026-11-20T10:00:00Z",
  };
  render(<ProbeCard providerId="p" />);
  expect(screen.getByText("probe.sample_saved")).toBeTruthy();
});
