/** One rule for all fields of an antd form: the whole form is parsed, this field's issue is shown. */
import type { FormInstance, FormRule } from "antd";
import type * as z from "zod/mini";

/** Issues' messages are keys of `domain:field`. */
export function zodRule(
  schema: z.ZodMiniType,
  translate: (key: string) => string,
): (name: string) => FormRule {
  return (name) => (form) => ({
    async validator() {
      const result = schema.safeParse((form as FormInstance).getFieldsValue(true));
      const issue = result.error?.issues.find((one) => one.path[0] === name);
      if (issue) throw new Error(translate(issue.message));
    },
  });
}
