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
