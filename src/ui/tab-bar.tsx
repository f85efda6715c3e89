/**
 * Tabs in one line that scrolls sideways if it is too long: arrows move, and the caller supplies the panel. On a phone
 * antd 6.6's Tabs fails axe (aria-required-children: the button for the hidden tabs is in the tablist); its tablist has
 * no name, and its arrows move the focus without showing the tab.
 */
import { type KeyboardEvent, type ReactNode, useRef } from "react";
import styles from "./ui.module.css";

export type Tab = { key: string; label: ReactNode };

type Props = {
  label: string;
  tabs: readonly Tab[];
  active: string;
  onChange: (key: string) => void;
  /** Id of the element with role tabpanel that shows the active tab. */
  panel: string;
};

const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 };

export function TabBar({ label, tabs, active, onChange, panel }: Props) {
  const bar = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step === undefined) return;
    const at = tabs.findIndex((tab) => tab.key === active);
    const next = (at + step + tabs.length) % tabs.length;
    const target = tabs[next];
    if (!target) return;
    event.preventDefault();
    onChange(target.key);
    bar.current?.querySelectorAll("button")[next]?.focus();
  };
  return (
    <div ref={bar} role="tablist" aria-label={label} onKeyDown={move} className={styles.tabs}>
      {tabs.map(({ key, label: text }) => (
        <button
          key={key}
          type="button"
          role="tab"
          aria-selected={key === active}
          aria-controls={panel}
          tabIndex={key === active ? 0 : -1}
          onClick={() => onChange(key)}
          className={styles.tab}
        >
          {text}
        </button>
      ))}
    </div>
  );
}
