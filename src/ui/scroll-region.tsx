/** Content wider than a phone, such as a table of figures: scrolled sideways by touch and by the arrow keys. */
import type { ReactNode } from "react";
import layout from "./layout.module.css";

export function ScrollRegion({ label, children }: { label: string; children: ReactNode }) {
  return (
    // The keyboard must reach what scrolls, even without anything to press in it (WCAG 2.1.1).
    <section aria-label={label} tabIndex={0} className={layout.scrollX}>
      {children}
    </section>
  );
}
