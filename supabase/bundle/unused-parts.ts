/**
 * Leaves out of the bundle what antd's components and Refine's useTable bring along and no page uses. A stand-in throws
 * if something uses it after all, and the build fails where a package no longer has the place;
 * tests/architecture/browser-rules.ts keeps pages from the parts.
 */
import type { Plugin } from "vite";

const unused = (part: string) =>
  `function Unused() { throw new Error("${part}: left out by supabase/bundle/unused-parts.ts"); } export default Unused;`;

/** One of App's hooks: it makes an object that nobody may ask for anything, and shows nothing. */
const unusedHook = (part: string) =>
  `function refuse() { throw new Error("${part}: left out by supabase/bundle/unused-parts.ts"); }
  const api = new Proxy({}, { get: refuse });
  export default () => [api, null];`;

/** By the module, within node_modules, and what it imports. */
const standIns: Record<string, Record<string, string>> = {
  // Of icons in two colours; one of them is set when the first icon loads.
  "@ant-design/icons/es/colorUtils.js": {
    "@ant-design/colors": `export const blue = { primary: "#1677ff" };`,
    "@ant-design/colors/es/generate": unused("An icon in two colours"),
  },
  "antd/es/app/App.js": {
    "../modal/useModal": unusedHook("The modal of antd's App"),
    "../notification/useNotification": unusedHook("The notification of antd's App"),
  },
  "antd/es/card/Card.js": { "../tabs": unused("A card's tabs") },
  "antd/es/config-provider/index.js": { "../tooltip/UniqueProvider": unused("One tooltip for all") },
  // The colours of its pictures are opaque already, see styles/tokens.ts.
  "antd/es/empty/utils.js": {
    "@ant-design/fast-color": `export class FastColor {
      constructor(color) { this.color = color; }
      onBackground() { return this; }
      toHexString() { return this.color; }
    }`,
  },
  "antd/es/tag/hooks/useColor.js": {
    "@ant-design/fast-color": `${unused("A tag in a colour of its own")} export { Unused as FastColor };`,
  },
  // Cards and fields ask for their form's context alone.
  "antd/es/form/context.js": {
    "@rc-component/form": `export { FormProvider } from "@rc-component/form/es/FormContext";`,
  },
  "antd/es/form/FormItemLabel.js": { "../tooltip": unused("A label's tooltip") },
  "antd/es/result/index.js": {
    "./noFound": unused("The picture of a result"),
    "./serverError": unused("The picture of a result"),
    "./unauthorized": unused("The picture of a result"),
  },
  "antd/es/segmented/index.js": { "../tooltip": unused("A segment's tooltip") },
  "antd/es/table/hooks/useFilter/index.js": {
    "./FilterDropdown": `${unused("A column's filter menu")} export { Unused as flattenKeys };`,
  },
  "antd/es/table/hooks/useSelection.js": {
    "../../checkbox": unused("A table's selection"),
    "../../dropdown": unused("A table's selection"),
    "../../radio": unused("A table's selection"),
    "@rc-component/tree": `${unused("A table's selection")}
      export { Unused as arrAdd, Unused as arrDel, Unused as conductCheck, Unused as convertDataToEntities };`,
  },
  "antd/es/typography/Base/index.js": { "../Editable": unused("Editable text") },
  // The client makes a WebAuthnApi when it begins.
  "@supabase/auth-js/dist/module/GoTrueClient.js": {
    "./lib/webauthn": `${unused("Passkeys")} export class WebAuthnApi {}
      export {
        Unused as createCredential, Unused as deserializeCredentialCreationOptions,
        Unused as deserializeCredentialRequestOptions, Unused as getCredential,
        Unused as serializeCredentialCreationResponse, Unused as serializeCredentialRequestResponse,
        Unused as browserSupportsWebAuthn, Unused as webAuthnAbortService,
      };`,
    "./lib/web3/ethereum": `${unused("Wallets")}
      export { Unused as createSiweMessage, Unused as fromHex, Unused as getAddress, Unused as toHex };`,
  },
  // useTable makes a search form, which no list shows: it has no fields.
  "@refinedev/antd/dist/index.mjs": {
    antd: `export * from "antd";
      const form = { getFieldsValue: () => ({}), setFieldsValue: () => undefined };
      export const Form = { useForm: () => [form] };`,
    "sunflower-antd": `${unused("Refine's form hooks")}
      export const useForm = ({ form }) => ({ form, formProps: {} });
      export { Unused as useStepsForm };`,
  },
};

const prefix = "\0portdesk:unused-part:";
const places = new Map<string, string>(
  Object.entries(standIns).flatMap(([importer, parts]) =>
    Object.entries(parts).map(([source, code]) => [`${importer} ${source}`, code] as const),
  ),
);

export function unusedParts(): Plugin {
  const met = new Set<string>();
  return {
    name: "portdesk:unused-parts",
    apply: "build",
    enforce: "pre",
    resolveId(source, importer) {
      const place = `${importer?.split("/node_modules/").at(-1)} ${source}`;
      if (!places.has(place)) return null;
      met.add(place);
      return prefix + place;
    },
    load(id) {
      const code = id.startsWith(prefix) ? places.get(id.slice(prefix.length)) : undefined;
      return code === undefined ? null : { code, moduleSideEffects: false };
    },
    buildEnd(error) {
      const isOurApp = [...this.getModuleIds()].some((id) => id.endsWith("/src/app/root.tsx"));
      const gone = [...places.keys()].filter((place) => !met.has(place));
      if (!error && isOurApp && gone.length > 0)
        throw new Error(`No module imports this any more: ${gone.join(", ")}`);
    },
  };
}
