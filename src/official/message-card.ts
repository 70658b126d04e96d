/** A card of JSON 1.0, by the official SDK's name. `lark-edge/card` has types of every component. */
export interface InteractiveCard {
  config?: object | undefined;
  card_link?: object | undefined;
  header?: object | undefined;
  elements?: object[] | undefined;
  i18n_elements?: object | undefined;
}

/** Cards, by the official SDK's names. */
export const messageCard: { defaultCard(card: { title: string; content: string }): string } = {
  /** The JSON of a card with a blue title and Markdown below it. `lark-edge/card` builds any other card. */
  defaultCard: ({ title, content }) =>
    JSON.stringify({
      config: { wide_screen_mode: true },
      header: { template: "blue", title: { tag: "plain_text", content: title } },
      elements: [{ tag: "markdown", content }],
    }),
};
