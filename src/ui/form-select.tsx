/** antd's Select for a required field: the form's `aria-required` would land on an element without a role. */
import { Select, type SelectProps } from "antd";

type Props<Value> = SelectProps<Value> & { "aria-required"?: boolean | "true" | "false" };

export function FormSelect<Value>({ "aria-required": _onNoRole, ...props }: Props<Value>) {
  return <Select<Value> {...props} />;
}
