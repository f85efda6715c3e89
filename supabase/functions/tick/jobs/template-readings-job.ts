/** Reads the templates again a day and a week after a move: Meta can still reject or delete the copies. */
import { GraphFailure } from "#domain/graph/graph-failure.ts";
import type { GraphPort, TemplateFacts } from "#domain/graph/graph-port.ts";
import { causeOf } from "#domain/graph/read-side.ts";
import { readAgain } from "#domain/templates/template-reading.ts";
import type { EngineServices } from "../../_shared/engine/engine-services.ts";
import type { DueTemplateReading } from "../../_shared/templates/template-store.ts";
import type { Logger } from "../../_shared/log.ts";
import { type Job, rowsAtOnce } from "./job.ts";

/** In one pass: thousands of templates take some fifty calls each, and the tick runs again within seconds. */
const maxReadings = 3;
const deadlineSeconds = 15;

type Services = Pick<EngineServices, "store" | "templates" | "openGraph">;

export function templateReadingsJob(services: Services, log: Logger): Job {
  return {
    name: "template_readings",
    async work() {
      return rowsAtOnce(await services.templates.dueReadings(maxReadings), (order) => read(services, order), {
        log,
        job: "template_readings",
        row: ({ request }) => request,
      });
    },
  };
}

async function read(
  { store, templates, openGraph }: Services,
  { reading, request }: DueTemplateReading,
): Promise<void> {
  const context = await store.readContext(request);
  const destination = context?.move.destinationWabaId ?? null;
  if (!context || destination === null) return templates.recordUnread(reading, "not_given");
  const graph = await openGraph(context, deadlineSeconds);
  const there = await listOf(graph, destination);
  if (typeof there === "string") return templates.recordUnread(reading, there);
  // The old account may be out of reach by now: its count is only reported.
  const old =
    context.move.sourceWabaId === null ? "not_given" : await listOf(graph, context.move.sourceWabaId);
  const recorded = await templates.readRecorded(request);
  const result = readAgain(recorded, there, typeof old === "string" ? null : old.length);
  return templates.recordReading(reading, result);
}

/** Returns the cause if the templates cannot be listed. */
async function listOf(
  graph: Pick<GraphPort, "listTemplates">,
  wabaId: string,
): Promise<TemplateFacts[] | string> {
  try {
    return await graph.listTemplates(wabaId);
  } catch (error) {
    if (error instanceof GraphFailure) return causeOf(error, "listTemplates");
    throw error;
  }
}
