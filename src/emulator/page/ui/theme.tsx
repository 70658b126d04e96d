import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../language/language.ts";
import { Icon } from "./icons.tsx";

const KEY = "lark-edge-emulator-theme";

type Theme = "light" | "dark";

function remembered(): Theme | undefined {
  const value = localStorage.getItem(KEY);
  return value === "light" || value === "dark" ? value : undefined;
}

/** Light or dark: the system's setting until the person chooses. */
export function ThemeSwitch(): JSX.Element {
  const [system, setSystem] = useState<Theme>(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const [chosen, choose] = useState(remembered);
  const theme = chosen ?? system;
  useEffect(() => {
    const query = matchMedia("(prefers-color-scheme: dark)");
    const listener = (): void => setSystem(query.matches ? "dark" : "light");
    query.addEventListener("change", listener);
    return () => query.removeEventListener("change", listener);
  }, []);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  const flip = (): void => {
    const next = theme === "dark" ? "light" : "dark";
    localStorage.setItem(KEY, next);
    choose(next);
  };
  return (
    <button
      type="button"
      class="icon-button"
      role="switch"
      aria-checked={theme === "dark"}
      aria-label={t("Dark mode")}
      title={t("Dark mode")}
      onClick={flip}
    >
      <Icon name={theme === "dark" ? "sun" : "moon"} />
    </button>
  );
}
