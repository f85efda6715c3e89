/** The test projects: what each one holds, where it runs, and which of them share one database. */
import type { TestProjectConfiguration } from "vitest/config";

type Options = {
  /** Milliseconds a test may take; hooks get at least a minute. */
  timeout?: number;
  /** Starts a database before the first file and runs the files one after another on it. */
  database?: boolean;
};

function nodeProject(name: string, include: string[], options: Options = {}): TestProjectConfiguration {
  const timeout = options.timeout ?? 10_000;
  const onDatabase = {
    globalSetup: ["./tests/runner/database-global-setup.ts"],
    fileParallelism: false,
  };
  return {
    test: {
      name,
      include,
      environment: "node",
      pool: "forks",
      maxWorkers: 2,
      testTimeout: timeout,
      hookTimeout: Math.max(timeout, 60_000),
      ...(options.database ? onDatabase : {}),
    },
  };
}

/** Components in jsdom: Refine and the router must each be one copy, hence inlined rather than loaded by Node. */
const components: TestProjectConfiguration = {
  test: {
    name: "components",
    include: ["src/**/*.test.tsx"],
    environment: "jsdom",
    // Nothing listens there: a component that sends a request without a stub fails.
    env: { VITE_SUPABASE_URL: "http://127.0.0.1:9", VITE_SUPABASE_PUBLISHABLE_KEY: "nobody" },
    setupFiles: ["./tests/runner/component-setup.ts"],
    server: { deps: { inline: [/@refinedev/, /react-router/] } },
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
};

export const vitestProjects: TestProjectConfiguration[] = [
  nodeProject("unit", ["{src,supabase/functions,supabase/local,supabase/operator}/**/*.test.ts"]),
  nodeProject("architecture", ["tests/{architecture,bench,runner,fixtures}/**/*.test.ts"], {
    timeout: 30_000,
  }),
  nodeProject("graph", ["tests/graph/**/*.test.ts"], { timeout: 30_000 }),
  components,
  nodeProject("platform", ["tests/platform/*.test.ts"], { timeout: 60_000, database: true }),
  nodeProject("database", ["tests/database/**/*.test.ts"], { timeout: 60_000, database: true }),
  nodeProject("authorization", ["tests/authorization/**/*.test.ts"], { timeout: 60_000, database: true }),
  nodeProject("engine", ["tests/engine/**/*.test.ts"], { timeout: 60_000, database: true }),
  nodeProject("journeys", ["tests/journeys/**/*.test.ts"], { timeout: 240_000 }),
  nodeProject("deno", ["tests/platform/deno/**/*.test.ts"], { timeout: 120_000 }),
];
