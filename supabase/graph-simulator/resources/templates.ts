// message_templates of a WABA, one template, and migrate_message_templates.
import { representedBusiness } from "../access.ts";
import { selectFields } from "../fields.ts";
import { graphError } from "../graph-error.ts";
import { integerParam, listParam, requiredText, textParam } from "../graph-request.ts";
import { type Call, type Operation, wabaOperation } from "../operation.ts";
import { page } from "../paging.ts";
import type { TemplateRecord, Waba } from "../seed.ts";
import { newId } from "../state.ts";
import { copyTemplate, refusalOf, templateRoom } from "./template-copy.ts";

const nodeType = "WhatsAppMessageTemplate";
const defaultFields = ["name", "components", "language", "status", "category", "id"];
const maxPage = 500;

function templateObject(template: TemplateRecord) {
  const { waba_id: _wabaId, available_at: _availableAt, ...object } = template;
  return object;
}

function isListed(template: TemplateRecord, now: number): boolean {
  return template.available_at === null || Date.parse(template.available_at) <= now;
}

const listTemplates = wabaOperation({
  name: "list_templates",
  method: "GET",
  edge: "message_templates",
  scope: "whatsapp_business_management",
  manage: false,
  run(call, waba) {
    const { params } = call.request;
    const [name, status, language] = ["name", "status", "language"].map((key) => textParam(params, key));
    const templates = call.state.templates
      .filter((template) => template.waba_id === waba.id && isListed(template, call.now))
      .filter((template) => name === undefined || template.name.includes(name))
      .filter((template) => status === undefined || template.status === status)
      .filter((template) => language === undefined || template.language === language);
    const paged = page(call, templates, 25);
    const fields = textParam(params, "fields");
    const data = paged.data.map((template) =>
      selectFields(templateObject(template), fields, defaultFields, nodeType),
    );
    return { ...paged, data };
  },
});

const getTemplate: Operation = {
  name: "get_template",
  method: "GET",
  node: "template",
  edge: null,
  scope: "whatsapp_business_management",
  manage: false,
  run(call, node) {
    if (node.kind !== "template") throw new Error("get_template was given a node of another kind");
    const fields = textParam(call.request.params, "fields");
    return selectFields(templateObject(node.record), fields, defaultFields, nodeType);
  },
};

/** Reviewed at once and of unknown quality; `settings.templatesStartAs` keeps templates in review. */
const createTemplate = wabaOperation({
  name: "create_template",
  method: "POST",
  edge: "message_templates",
  scope: "whatsapp_business_management",
  manage: true,
  run(call, waba) {
    const { state, request } = call;
    const [name, language, category] = ["name", "language", "category"].map((key) =>
      requiredText(request.params, key),
    ) as [string, string, string];
    const { components } = request.params;
    if (!Array.isArray(components) || components.length === 0)
      throw graphError(100, { message: "(#100) The parameter components is required." });
    const isThere = state.templates.some(
      (template) => template.waba_id === waba.id && template.name === name && template.language === language,
    );
    if (isThere)
      throw graphError(100, { subcode: 2388024, message: "Content in this language already exists" });
    if (templateRoom(state, waba.id) <= 0) throw graphError(2388019);
    const status = state.settings.templatesStartAs;
    const id = newId(state, "template");
    state.templates.push({
      id,
      waba_id: waba.id,
      name,
      language,
      category,
      status,
      components,
      quality_score: { score: "UNKNOWN" },
      available_at: null,
    });
    call.effect(`template ${name} ${language} made at ${waba.id}`);
    return { id, status, category };
  },
});

/** The source's templates that this request names: a page of them, or those listed by id. */
function asked(call: Call, sourceId: string): TemplateRecord[] {
  const { params } = call.request;
  const all = call.state.templates.filter((template) => template.waba_id === sourceId);
  const ids = listParam(params, "template_ids");
  const count = integerParam(params, "count", maxPage);
  if (count < 1 || count > maxPage || (ids && ids.length > maxPage)) {
    throw graphError(100, { message: `(#100) Param count and template_ids take 1 to ${maxPage}.` });
  }
  if (ids) return all.filter((template) => ids.includes(template.id));
  const start = integerParam(params, "page_number", 0) * count;
  return all.slice(start, start + count);
}

function sourceWaba(call: Call, destination: Waba): Waba {
  const id = requiredText(call.request.params, "source_waba_id");
  const source = call.state.wabas.find((waba) => waba.id === id);
  if (!source)
    throw graphError(100, { subcode: 33, message: `(#100) Object with ID '${id}' does not exist` });
  if (representedBusiness(source) !== representedBusiness(destination) || source.id === destination.id) {
    throw graphError(100, {
      message: "(#100) Templates can only be migrated between accounts of the same business.",
    });
  }
  return source;
}

const migrateTemplates = wabaOperation({
  name: "migrate_templates",
  method: "POST",
  edge: "migrate_message_templates",
  scope: "whatsapp_business_management",
  manage: true,
  run(call, destination) {
    const templates = asked(call, sourceWaba(call, destination).id);
    const { settings } = call.state;
    let room = templateRoom(call.state, destination.id);
    const migrated: string[] = [];
    const failed: [string, string][] = [];
    const mayGo = (template: TemplateRecord) =>
      refusalOf(call.state, template, destination.id, ["GREEN", "UNKNOWN"]);
    if (room === 0 && templates.some((template) => mayGo(template) === null)) throw graphError(2388019);
    for (const template of templates) {
      const reason = mayGo(template) ?? (room === 0 ? "Message template limit exceeded (2388019)" : null);
      if (reason !== null) {
        failed.push([template.id, reason]);
        continue;
      }
      const copy = copyTemplate(call, template, destination.id);
      migrated.push(settings.migratedTemplateIds === "source" ? template.id : copy.id);
      room -= 1;
    }
    if (migrated.length > 0) call.effect(`${migrated.length} templates copied to ${destination.id}`);
    const asMap = settings.migrateTemplatesShape === "map";
    return {
      migrated_templates: migrated,
      failed_templates: asMap ? Object.fromEntries(failed) : failed.map(([id, reason]) => ({ [id]: reason })),
    };
  },
});

export const templateOperations: Operation[] = [listTemplates, createTemplate, getTemplate, migrateTemplates];
