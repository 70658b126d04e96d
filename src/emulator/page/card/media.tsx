import type { JSX } from "preact";
import { useContext, useState } from "preact/hooks";
import { t } from "../language/language.ts";
import { fileUrl } from "../server/api.ts";
import { Avatar } from "../ui/avatar.tsx";
import { NamesContext } from "../ui/context.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Icon } from "../ui/icons.tsx";
import { Picture } from "../ui/picture.tsx";
import { asText } from "../ui/safe.ts";
import { type Element, elementsOf, textOf, translated } from "./read.ts";

const SIZES = ["large", "medium", "small", "tiny", "stretch", "stretch_without_padding"];

/** A picture that a click enlarges. */
export function Image({ element, className }: { element: Element; className?: string }): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const key = asText(element.img_key) ?? asText(element.image_key) ?? "";
  const alt = textOf(element.alt) || textOf(element.title) || t("Image");
  const size = asText(element.size) ?? asText(element.mode) ?? "";
  const classes = `${SIZES.includes(size) ? `img-${size}` : ""} ${className ?? ""}`;
  const picture = <Picture imageKey={key} alt={alt} className={classes} />;
  if (element.preview === false) {
    return picture;
  }
  return (
    <>
      <button
        type="button"
        class="bare card-img"
        aria-label={t("Enlarge {name}", { name: alt })}
        onClick={() => setOpen(true)}
      >
        {picture}
      </button>
      {isOpen && (
        <Dialog title={alt} onClose={() => setOpen(false)} wide>
          <Picture imageKey={key} alt={alt} />
          <div class="dialog-buttons">
            <button type="button" class="button" onClick={() => setOpen(false)}>
              {t("Close")}
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}

/** Several pictures in one. */
export function ImageCombination({ element }: { element: Element }): JSX.Element {
  return (
    <div class="img-combination">
      {elementsOf(element.img_list).map((image, index) => (
        <Image key={index} element={image} />
      ))}
    </div>
  );
}

/** A person, or several of them. */
export function Persons({ element }: { element: Element }): JSX.Element {
  const names = useContext(NamesContext);
  const list = elementsOf(element.persons).map((person) => asText(person.id) ?? "");
  const ids = element.tag === "person" ? [asText(element.user_id) ?? ""] : list;
  const withName = element.tag === "person" ? element.show_name !== false : element.show_name === true;
  return (
    <div class="persons">
      {ids.map((id) => (
        <span key={id} class="person" title={id}>
          <Avatar id={id} name={names.get(id) ?? id} small />
          {withName && (names.get(id) ?? id)}
        </span>
      ))}
    </div>
  );
}

/** The form of the keys of files. Other values are not requested. */
const FILE_KEY = /^file_[\w-]+$/;

/** An audio with the browser's own player. */
export function Audio({ element }: { element: Element }): JSX.Element {
  const key = asText(translated(element.file_key, element.i18n_file_key)) ?? "";
  return FILE_KEY.test(key) ? (
    // biome-ignore lint/a11y/useMediaCaption: a card's audio has no captions
    <audio class="card-audio" controls preload="none" src={fileUrl(key)} aria-label={t("Audio")} />
  ) : (
    <span class="picture-missing" role="img" aria-label={t("{name}, not available", { name: t("Audio") })}>
      {t("Audio")}
    </span>
  );
}

/** What the page does not draw: its name stands in its place. */
export function Placeholder({ element }: { element: Element }): JSX.Element {
  const label = t("Component “{tag}”", { tag: asText(element.tag) ?? t("no tag") });
  return (
    <div class="placeholder" role="img" aria-label={`${label}, ${t("not drawn by the emulator")}`}>
      <Icon name="braces" />
      <span>{label}</span>
      <small>{t("not drawn by the emulator")}</small>
    </div>
  );
}
