/** The six tracks beside the status, as labelled dots. */
import { tracks, type Track, type TrackState } from "#domain/status/statuses.ts";
import { theme } from "antd";
import { useTranslation } from "react-i18next";

export function TrackDots({ value }: { value: Record<Track, TrackState> }) {
  const { t } = useTranslation(["common", "domain"]);
  const { token } = theme.useToken();
  const colors: Record<TrackState, string> = {
    not_applicable: token.colorFillSecondary,
    pending: "transparent",
    working: token.colorPrimary,
    partial: token.colorWarning,
    done: token.colorSuccess,
    exception: token.colorError,
  };
  return (
    <ul
      aria-label={t("tracks")}
      style={{ display: "flex", flexWrap: "wrap", gap: "4px 16px", listStyle: "none", margin: 0, padding: 0 }}
    >
      {tracks.map((track) => (
        <li key={track} style={{ display: "flex", alignItems: "center", gap: 6 }}>
          <span
            aria-hidden
            style={{
              width: 10,
              height: 10,
              borderRadius: 5,
              background: colors[value[track]],
              border: `1px solid ${token.colorTextDescription}`,
            }}
          />
          {t(`domain:track.${track}`)}: {t(`domain:track_state.${value[track]}`)}
        </li>
      ))}
    </ul>
  );
}
