/** Runs the attack matrix in SQL: every attacker × everything in the catalogue, against the table of expectations. */
import postgres, { type Sql } from "postgres";
import { listFunctions, listRelations } from "../catalogue.ts";
import { relations } from "../expectations/relation-expectations.ts";
import { functions } from "../expectations/function-expectations.ts";
import type { Attacker, Fixture } from "./attackers.ts";
import { type Cell, type Findings, runCells } from "./attempts.ts";
import { commandCells, reachCell } from "./function-cells.ts";
import { fillOf, readingCells, writingCells } from "./relation-cells.ts";
import { rightsFindings } from "./rights-cells.ts";
import { traceCells } from "./trace-cells.ts";

/** Names found that the table lacks, and the other way round: each is a wrong cell. */
function nameFindings(what: string, found: readonly string[], table: readonly string[]): Findings {
  const unknown = found.filter((name) => !table.includes(name));
  const gone = table.filter((name) => !found.includes(name));
  return {
    cells: new Set([...found, ...table]).size,
    wrong: [
      ...unknown.map((name) => `${what} ${name} is not in the table of expectations`),
      ...gone.map((name) => `${what} ${name} of the table is not in the database`),
    ],
  };
}

export function joined(findings: readonly Findings[]): Findings {
  return {
    cells: findings.reduce((sum, one) => sum + one.cells, 0),
    wrong: findings.flatMap((one) => one.wrong),
  };
}

/** The findings of each part. `stopEarly`: no further part once one has found something wrong. */
export async function runSqlMatrix(
  url: string,
  fixture: Fixture,
  stopEarly = false,
): Promise<Record<string, Findings>> {
  const sql = postgres(url, { max: 2, onnotice: () => undefined });
  try {
    const parts: Record<string, Findings> = {};
    for (const [name, part] of Object.entries(matrixParts)) {
      parts[name] = await part(sql, fixture);
      if (stopEarly && parts[name].wrong.length > 0) break;
    }
    return parts;
  } finally {
    await sql.end();
  }
}

/** The cells of every attacker, several attackers at once. */
async function forEach(sql: Sql, fixture: Fixture, cellsOf: (attacker: Attacker) => readonly Cell[]) {
  return joined(await Promise.all(fixture.attackers.map((one) => runCells(sql, one, cellsOf(one)))));
}

async function filledRelations(sql: Sql, fixture: Fixture) {
  const found = await listRelations(sql);
  return Promise.all(found.map((relation) => fillOf(sql, relation, fixture)));
}

/** The quick ones first. */
const matrixParts: Record<string, (sql: Sql, fixture: Fixture) => Promise<Findings>> = {
  async names(sql) {
    const foundRelations = (await listRelations(sql)).map(({ name }) => name);
    const foundFunctions = (await listFunctions(sql)).map(({ name }) => name);
    return joined([
      nameFindings("relation", foundRelations, Object.keys(relations)),
      nameFindings("function", foundFunctions, Object.keys(functions)),
    ]);
  },
  rights: rightsFindings,
  async reading(sql, fixture) {
    const filled = await filledRelations(sql, fixture);
    return forEach(sql, fixture, (attacker) =>
      filled.flatMap((relation) => readingCells(relation, attacker)),
    );
  },
  async functions(sql, fixture) {
    const found = await listFunctions(sql);
    return forEach(sql, fixture, (attacker) => found.map((entry) => reachCell(entry, attacker)));
  },
  async commands(sql, fixture) {
    const found = await listFunctions(sql);
    return forEach(sql, fixture, (attacker) =>
      found.flatMap((entry) => commandCells(entry, attacker, fixture)),
    );
  },
  traces: (sql, fixture) => forEach(sql, fixture, (attacker) => traceCells(attacker, fixture)),
  async writing(sql, fixture) {
    const filled = await filledRelations(sql, fixture);
    const cells = filled.flatMap((relation) => writingCells(relation, fixture.tenants));
    return forEach(sql, fixture, () => cells);
  },
};
