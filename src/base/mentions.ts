/** The `<` of a mention: also of one that is closed, and of one with spaces, for forgiving clients. */
const MENTION = /<(?=[\s/]*at)/gi;

/** Makes every `<at>` of a Markdown text mention no one: a zero-width space behind its `<` makes it text. */
export const withoutMentions = (text: string): string => text.replace(MENTION, "<\u200B");
