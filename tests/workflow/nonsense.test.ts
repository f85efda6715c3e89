/** A Graph server that answers nonsense: nothing advances, and the person sees why. */
import { expect, it } from "vitest";
import type { Move } from "../support/move-runner.ts";
import { prepareMoves } from "../support/move-suite.ts";

const { moveIn } = prepareMoves();

const answers: Record<string, () => Response> = {
  "a page of HTML": () =>
    new Response("<!DOCTYPE html><h1>Welcome</h1>", { headers: { "content-type": "text/html" } }),
  "an empty body": () => new Response(""),
  "an empty object": () => Response.json({}),
  "a list where an object belongs": () => Response.json([{ success: true }]),
  "half of a JSON text": () => new Response('{"success": tr'),
  null: () => Response.json(null),
  "an error without a number": () => Response.json({ error: "no" }),
  "what belongs to another call": () => Response.json({ status: "CONNECTED", data: "none" }),
  "a redirect": () => new Response(null, { status: 302, headers: { location: "https://example.com/" } }),
};

/** The call from which on every answer is spoilt, by the step that makes it. */
const traps = {
  snapshot_before: "",
  claim_number: "/phone_numbers",
  request_code: "/request_code",
  verify_code: "/verify_code",
  register: "/register",
} as const;

it.each(Object.keys(answers))("%s advances no step", async (name) => {
  const world: { trap: string | null; spoilt: number } = { trap: null, spoilt: 0 };
  const move: Move = await moveIn(undefined, {
    timing: { retry: 60 },
    fetch: async (request) => {
      const { pathname } = new URL(request.url);
      if (
        world.trap !== null &&
        (world.spoilt > 0 ||
          (request.method === "POST" && pathname.endsWith(world.trap)) ||
          world.trap === "")
      ) {
        world.spoilt += 1;
        return answers[name]?.() ?? Response.error();
      }
      return move.simulator.fetch(request);
    },
  });
  for (const [step, trap] of Object.entries(traps)) {
    Object.assign(world, { trap, spoilt: 0 });
    for (let turn = 0; turn < 6 && world.spoilt === 0; turn += 1) {
      await move.passTime(2000);
      await move.advance();
    }
    expect(world.spoilt).toBeGreaterThan(0);
    expect((await move.current())?.step).toBe(step);
    expect(["pending", "unknown"]).toContain((await move.current())?.state);
    expect(await move.exceptions()).not.toEqual([]);
    expect(await move.isDue()).toBe(false);
    world.trap = null;
  }
  await move.passTime(2000);
  for (let turn = 0; turn < 12; turn += 1) {
    await move.advance();
    await move.passTime(2000);
  }
  expect((await move.row()).status).toBe("stabilising");
  expect(move.effects("register").filter((text) => text.includes("registered as"))).toHaveLength(1);
});
