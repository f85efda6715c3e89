/** The search field keeps its own text; the list receives it a moment after the last key. */
import { SearchOutlined } from "@ant-design/icons";
import { Input } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./request-list.module.css";

const pauseMs = 250;

export function ListSearch({ words, onSearch }: { words: string; onSearch: (words: string) => void }) {
  const { t } = useTranslation("requests");
  const [text, setText] = useState(words);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const change = (value: string) => {
    setText(value);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSearch(value.trim()), pauseMs);
  };
  return (
    <Input
      type="search"
      allowClear
      prefix={<SearchOutlined aria-hidden />}
      aria-label={t("queue.search")}
      placeholder={t("queue.search")}
      value={text}
      onChange={(event) => change(event.target.value)}
      className={styles.search}
    />
  );
}
