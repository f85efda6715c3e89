/** Takes the place of @ant-design/cssinjs-utils in the built app: the hooks of its components name their theme alone. */
import { DesignTokenContext } from "antd/es/theme/context";
import { useContext } from "react";

/** Named by antd's own modules, and unused where nothing makes styles. */
const unused = undefined;
export { unused as genCalc, unused as mergeToken, unused as statistic, unused as statisticToken };

const useThemeClasses = () => ["", useContext(DesignTokenContext).cssVar?.key];
const noHash = () => "";
const Nothing = () => null;

export const genStyleUtils = () => ({
  genStyleHooks: () => useThemeClasses,
  genComponentStyleHook: () => noHash,
  genSubStyleComponent: () => Nothing,
});
