/**
 * Six boxes for a one-time code. Underneath is a single field: pasting, a phone's suggestion from the SMS, the
 * keyboard and a screen reader work as in any other field.
 */
import { useEffect, useRef, useState } from "react";
import styles from "./ui.module.css";

export type CodeInputProps = {
  /** Names the code; read out by screen readers, and shown by the caller. */
  label: string;
  /** Called with all six digits as soon as the last one is entered. */
  onComplete: (digits: string) => void;
  /** While the code is being tried; afterwards the boxes are empty again. */
  disabled?: boolean;
  invalid?: boolean;
  /** Id of the text that explains what is wrong. */
  describedBy?: string;
  autoFocus?: boolean;
};

const length = 6;

export function CodeInput(props: CodeInputProps) {
  const { label, onComplete, disabled = false, invalid = false, describedBy, autoFocus } = props;
  const field = useRef<HTMLInputElement>(null);
  const [value, setValue] = useState("");
  const [focused, setFocused] = useState(false);
  const current = Math.min(value.length, length - 1);

  const take = (text: string) => {
    const digits = text.replaceAll(/\D/g, "").slice(0, length);
    setValue(digits);
    if (digits.length === length && digits !== value) onComplete(digits);
  };

  const tried = useRef(false);
  useEffect(() => {
    if (tried.current && !disabled) {
      setValue("");
      field.current?.focus();
    }
    tried.current = disabled;
  }, [disabled]);

  return (
    <div className={styles.code} data-disabled={disabled} data-invalid={invalid}>
      {Array.from({ length }, (_, index) => (
        <span
          // The boxes never change places.
          key={index}
          aria-hidden
          className={styles.digit}
          data-current={focused && index === current}
        >
          {value[index] ?? ""}
        </span>
      ))}
      <input
        ref={field}
        aria-label={label}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        value={value}
        onChange={(event) => take(event.target.value)}
        onPaste={(event) => {
          // A field of six would cut "123 456" before the space could be removed.
          event.preventDefault();
          take(event.clipboardData.getData("text"));
        }}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        autoComplete="one-time-code"
        inputMode="numeric"
        pattern="\d{6}"
        maxLength={length}
        disabled={disabled}
        // Entering the code is the page's only task.
        autoFocus={autoFocus}
        className={styles.codeField}
      />
    </div>
  );
}
