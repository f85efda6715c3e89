import { createClient } from "@supabase/supabase-js";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it, vi } from "vitest";
import { InRefine } from "../../../../tests/fixtures/in-refine.tsx";
import { createRestStub, type RestAnswer, stubRuntime } from "../../../../tests/fixtures/rest-stub.ts";
import type { RequestRow } from "../../../queries/request-row.ts";
import { useWindowSlots } from "./use-window-slots.ts";

vi.mock("../../../providers/supabase-client.ts", () => ({ supabase: {} }));

const hour = 3_600_000;
const start = Math.ceil(Date.now() / hour) * hour + 30 * hour;
const iso = (hours: number) => new Date(start + hours * hour).toISOString();
const request = { id: "r", provider_id: "p", request_staff_data: { assignee_id: null } } as RequestRow;

/** The screen opens and closes what offers the windows, as the request page does its dialog. */
function Screen() {
  const [open, setOpen] = useState(true);
  return (
    <>
      <button onClick={() => setOpen(!open)}>dialog</button>
      {open && <Offer />}
    </>
  );
}

function Offer() {
  const { slots, calendars, loading } = useWindowSlots(request);
  return <p role="status">{JSON.stringify({ slots, loading, calendarsRead: calendars !== undefined })}</p>;
}
const offer = (): unknown => JSON.parse(screen.getByRole("status").textContent);

/** Each of `closures` answers once, when it settles, what the route closes. */
function show(...closures: Promise<RestAnswer>[]) {
  const { fetch } = createRestStub(({ path }) => ({
    body: path === "/open_periods" ? [{ starts_at: iso(0), ends_at: iso(4) }] : [],
  }));
  const database = createClient(stubRuntime.url, stubRuntime.publishableKey, {
    auth: { persistSession: false },
    global: {
      fetch: async (input, init) => {
        if (!new Request(input, init).url.endsWith("/rpc/route_closures")) return fetch(input, init);
        const { status = 200, body } = (await closures.shift()) ?? {};
        return Response.json(body, { status });
      },
    },
  });
  render(
    <InRefine database={database}>
      <Screen />
    </InRefine>,
  );
}

const closed = { body: [{ startsAt: iso(-1), endsAt: iso(1) }] };
const open = [{ start: start + hour, end: start + 3 * hour }];
const waiting = { loading: true, calendarsRead: true };

it("offers nothing before the closed spans are read, and then no window that touches one", async () => {
  const closures = Promise.withResolvers<RestAnswer>();
  show(closures.promise);
  await waitFor(() => expect(offer()).toEqual(waiting));
  closures.resolve(closed);
  await waitFor(() => expect(offer()).toEqual({ slots: open, loading: false, calendarsRead: true }));
});

it("asks anew each time it is opened: the answer may have changed", async () => {
  show(Promise.resolve({ body: [] }), new Promise(() => {}));
  await waitFor(() => expect(offer()).toMatchObject({ loading: false }));
  const button = screen.getByRole("button");
  await userEvent.click(button);
  await userEvent.click(button);
  expect(offer()).toEqual(waiting);
});

it("offers nothing if they cannot be read", async () => {
  show(Promise.resolve({ status: 400, body: { code: "57014", message: "canceling statement" } }));
  await waitFor(() => expect(offer()).toEqual({ loading: false, calendarsRead: true }));
});
