/**
 * antd's modules with styles that the app uses, below antd/es, and what their components call their hooks with: the
 * class of the component and, where it is another one, that of its variables. The build tells which one is missing.
 */
const plain: Record<string, string> = {
  alert: "alert",
  app: "app",
  button: "btn",
  card: "card",
  descriptions: "descriptions",
  drawer: "drawer",
  empty: "empty",
  flex: "flex",
  layout: "layout",
  pagination: "pagination",
  popconfirm: "popconfirm",
  popover: "popover",
  progress: "progress",
  "qr-code": "qrcode",
  result: "result",
  segmented: "segmented",
  skeleton: "skeleton",
  space: "space",
  spin: "spin",
  steps: "steps",
  switch: "switch",
  tag: "tag",
  timeline: "timeline",
  typography: "typography",
};
/** With a class for their variables of its own. */
const withVariables: Record<string, string> = {
  checkbox: "checkbox",
  "date-picker": "picker",
  dropdown: "dropdown",
  form: "form",
  "input-number": "input-number",
  menu: "menu",
  message: "message",
  modal: "modal",
  radio: "radio",
  select: "select",
  table: "table",
  tooltip: "tooltip",
};

const entries = (components: Record<string, string>, classesOf: (name: string) => string[]) =>
  Object.entries(components).map(([folder, name]) => [`${folder}/style/index`, classesOf(name)] as const);

/** By module; of its default export, or of each export that is named. */
export const styleModules: Record<string, readonly string[] | Record<string, readonly string[]>> = {
  ...Object.fromEntries(entries(plain, (name) => [`ant-${name}`])),
  ...Object.fromEntries(entries(withVariables, (name) => [`ant-${name}`, `ant-${name}-css-var`])),
  "_util/wave/style": ["ant-wave"],
  "button/style/compact": ["ant-btn"],
  "form/style/fallbackCmp": ["ant-form"],
  "grid/style/index": { useRowStyle: ["ant-row"], useColStyle: ["ant-col"] },
  "input/style/index": { default: ["ant-input", "ant-input-css-var"], useSharedStyle: ["ant-input"] },
  "input/style/otp": ["ant-otp"],
  "input/style/search": ["ant-input-search"],
  "input/style/textarea": ["ant-input", "ant-input-css-var"],
  "layout/style/sider": ["ant-layout-sider"],
  "modal/style/confirm": ["ant-modal"],
  "pagination/style/bordered": ["ant-pagination"],
  "space/style/addon": ["ant-space-addon"],
  "space/style/compact": ["ant-space-compact"],
  "tag/style/presetCmp": ["ant-tag"],
  "tag/style/statusCmp": ["ant-tag"],
  "upload/style/index": ["ant-upload", "ant-upload-wrapper"],
};

/** Those that register as a component, not as a hook. */
export const isPart = (module: string) =>
  /\/(button\/style\/compact|fallbackCmp|confirm|bordered|presetCmp|statusCmp)$/.test(`/${module}`);

/** Rules for what no page uses: antd's grid of 24 columns at seven widths, of which forms take the plain row alone. */
export const unusedRules: Record<string, RegExp> = {
  "grid/style/index": /\.ant-col-(xs|sm|md|lg|xl|xxl|xxxl|push|pull|offset|order|flex|\d)/,
};
