/** Takes the place of @ant-design/cssinjs in the built app, whose styles are CSS files. */
import { createContext, type ReactNode } from "react";

// Under the names that antd imports and no page uses; the build fails where one of them is used after all.
export * from "@ant-design/cssinjs";

/** antd's styles are in a layer of their own, as under StyleProvider in development. */
export const StyleContext = createContext({ layer: true });
export const StyleProvider = ({ children }: { children?: ReactNode; layer?: boolean }) => children;
export const createTheme = () => undefined;
export const unit = (value: number | string) => (typeof value === "number" ? `${value}px` : value);
export class Keyframes {}
/** Registers nothing. */
export const useStyleRegister = () => undefined;
