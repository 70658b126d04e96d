import type { JSX } from "preact";
import { t } from "../language/language.ts";
import { fileUrl } from "../server/api.ts";
import { Icon } from "../ui/icons.tsx";

/** A file to download. */
export function FileLink({ fileKey, label }: { fileKey: string; label: string }): JSX.Element {
  return (
    <a class="file" href={fileUrl(fileKey)} download aria-label={t("Download {name}", { name: label })}>
      <Icon name="file" />
      <span class="file-text">
        <span>{label}</span>
        <small>{fileKey}</small>
      </span>
    </a>
  );
}
