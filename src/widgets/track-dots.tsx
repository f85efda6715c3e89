/** The six tracks beside the status, as labelled dots. */
import { tracks, type Track, type TrackState } from "#domain/status/statuses.ts";
import { useTranslation } from "react-i18next";
import layout from "../ui/layout.module.css";
import styles from "./widgets.module.css";

export function TrackDots({ value }: { value: Record<Track, TrackState> }) {
  const { t } = useTranslation(["common", "domain"]);
  return (
    <ul aria-label={t("tracks")} className={`${layout.plainList} ${styles.tracks}`}>
      {tracks.map((track) => (
        <li key={track} className={styles.track}>
          <span aria-hidden className={styles.trackDot} data-state={value[track]} />
          {t(`domain:track.${track}`)}: {t(`domain:track_state.${value[track]}`)}
        </li>
      ))}
    </ul>
  );
}
