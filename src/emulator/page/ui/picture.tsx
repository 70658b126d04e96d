import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../language/language.ts";
import { fileUrl } from "../server/api.ts";

/** The form of the platform's keys. Other values are not requested. */
const KEY = /^(img|file)_[\w-]+$/;

/** An image by its key, or what stands in its place when there is none. */
export function Picture({
  imageKey,
  alt,
  className,
}: {
  imageKey: string;
  alt: string;
  className?: string;
}): JSX.Element {
  const [failed, setFailed] = useState("");
  if (!KEY.test(imageKey) || failed === imageKey) {
    return (
      <span
        class={`picture-missing ${className ?? ""}`}
        role="img"
        aria-label={t("{name}, not available", { name: alt })}
      >
        {alt}
      </span>
    );
  }
  const classes = `picture ${className ?? ""}`;
  return <img class={classes} src={fileUrl(imageKey)} alt={alt} loading="lazy" onError={() => setFailed(imageKey)} />;
}
