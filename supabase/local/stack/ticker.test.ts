import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { startTicker } from "./ticker.ts";

let answers: (() => void)[] = [];
beforeEach(() => {
  answers = [];
  vi.useFakeTimers();
  const held = () => new Promise<Response>((done) => answers.push(() => done(new Response())));
  vi.stubGlobal("fetch", held);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);

it("calls the tick every second, and not while one is running", async () => {
  const ticker = startTicker("http://functions.example", "secret");
  await pass(1);
  expect(answers).toHaveLength(1);
  await pass(3);
  expect(answers).toHaveLength(1);
  answers[0]?.();
  await pass(1);
  expect(answers).toHaveLength(2);
  answers[1]?.();
  await ticker.stop();
});

it("starts another beside one that Meta delays, and from then on every second again", async () => {
  const ticker = startTicker("http://functions.example", "secret");
  await pass(10.5);
  expect(answers).toHaveLength(1);
  await pass(1);
  expect(answers).toHaveLength(2);
  answers[1]?.();
  await pass(1);
  expect(answers).toHaveLength(3);
  for (const answer of answers) answer();
  await ticker.stop();
});
