/** Who clicked on a card, and where. */
export interface CardClick {
  operator: { open_id: string; user_id?: string; union_id?: string; tenant_key?: string };
  /** For updating the card later: 30 minutes, at most twice, and only after this callback was answered. */
  token: string;
  /** `im_message` or `im_top_notice`. */
  host?: string;
  delivery_type?: string;
  context?: { url?: string; preview_token?: string; open_message_id?: string; open_chat_id?: string };
}

/** A click on a card, in the shape of `card.action.trigger`; the old callback is brought into it. */
export interface CardAction extends CardClick {
  action: {
    /** What the card's author put there: an object or a text. */
    value?: Record<string, unknown> | string;
    tag: string;
    name?: string;
    timezone?: string;
    /** The fields of a form, by their `name`. */
    form_value?: Record<string, unknown>;
    input_value?: string;
    option?: string;
    /** The chosen options; of a `select_img` outside of a form the platform sends one as a string. */
    options?: string[] | string;
    checked?: boolean;
  };
}

/** The short message that the user sees. */
export interface Toast {
  /** Default `info`. */
  type?: "info" | "success" | "error" | "warning" | undefined;
  content?: string | undefined;
  /** By language: `zh_cn`, `en_us`, `ja_jp` … */
  i18n?: Readonly<Record<string, string>> | undefined;
}

/** The card that replaces the clicked one. */
export type CardReplacement =
  | { type: "raw"; data: object }
  | {
      type: "template";
      data: {
        template_id: string;
        template_variable?: Readonly<Record<string, unknown>> | undefined;
        template_version_name?: string | undefined;
      };
    };

/** The answer to a click. Nothing at all leaves the card as it is. */
export interface CardActionAnswer {
  toast?: Toast | undefined;
  card?: CardReplacement | undefined;
}
