import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../language/language.ts";
import type { ShownToast } from "../model/state.ts";
import { update, useStore } from "../model/store.ts";
import { Icon } from "./icons.tsx";

const SHOWN_MS = 6000;

function ToastView({ toast }: { toast: ShownToast }): JSX.Element {
  const close = (): void =>
    update((state) => ({ ...state, toasts: state.toasts.filter((one) => one.id !== toast.id) }));
  useEffect(() => {
    const timer = setTimeout(close, SHOWN_MS);
    return () => clearTimeout(timer);
  }, []);
  const type = ["success", "warning", "error"].includes(toast.type) ? toast.type : "info";
  return (
    <div class={`toast ${type}`}>
      <span class="dot" aria-hidden="true" />
      <span>{toast.content}</span>
      <button type="button" class="icon-button" aria-label={t("Dismiss")} onClick={close}>
        <Icon name="close" />
      </button>
    </div>
  );
}

/** Short notices, of bots and of the page itself. */
export function Toasts(): JSX.Element {
  const toasts = useStore((state) => state.toasts);
  return (
    <div class="toasts" role="status" aria-label={t("Notices")}>
      {toasts.map((toast) => (
        <ToastView key={toast.id} toast={toast} />
      ))}
    </div>
  );
}
