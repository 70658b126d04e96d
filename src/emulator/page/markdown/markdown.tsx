import type { Token, Tokens } from "marked";
import type { ComponentChild, JSX } from "preact";
import { useContext, useMemo } from "preact/hooks";
import { t } from "../language/language.ts";
import { LanguageContext } from "../ui/context.ts";
import { Picture } from "../ui/picture.tsx";
import { Pre } from "../ui/pre.tsx";
import { decodeEntities, parseMarkdown, parseTag, type Tag } from "./parse.ts";
import { Link, TAGS, VOID_TAGS } from "./tags.tsx";

interface Frame {
  tag?: Tag;
  raw: string;
  children: ComponentChild[];
}

/** Most tags that are open at once: an element more is as deep as a browser and Preact like it. */
const MAX_OPEN_TAGS = 20;

/** Draws tokens in a line: what stands between the platform's tags becomes their content. */
function inline(tokens: readonly Token[] = []): ComponentChild[] {
  const root: Frame = { raw: "", children: [] };
  const stack = [root];
  const top = (): Frame => stack[stack.length - 1] ?? root;
  for (const token of tokens) {
    const tag = token.type === "html" ? parseTag(token.raw) : undefined;
    const render = tag && TAGS.get(tag.name);
    if (tag === undefined || render === undefined) {
      top().children.push(inlineToken(token));
    } else if (VOID_TAGS.includes(tag.name)) {
      top().children.push(render(tag.attributes, undefined));
    } else if (!tag.isEnd && stack.length > MAX_OPEN_TAGS) {
      top().children.push(token.raw);
    } else if (!tag.isEnd) {
      stack.push({ tag, raw: token.raw, children: [] });
    } else if (stack.some((frame) => frame.tag?.name === tag.name)) {
      while (stack.length > 1) {
        const closed = stack.pop() ?? root;
        const isMine = closed.tag?.name === tag.name;
        const { children } = closed;
        const content = children.length === 1 && typeof children[0] === "string" ? children[0] : children;
        if (isMine) {
          top().children.push(render((closed.tag as Tag).attributes, content));
        } else {
          top().children.push(closed.raw, ...closed.children);
        }
        if (isMine) {
          break;
        }
      }
    }
  }
  while (stack.length > 1) {
    const { tag, raw, children } = stack.pop() ?? root;
    // A card that is being written ends anywhere: what is begun already counts.
    const render = tag && TAGS.get(tag.name);
    top().children.push(render && tag ? render(tag.attributes, children) : raw);
  }
  return root.children;
}

function inlineToken(token: Token): ComponentChild {
  switch (token.type) {
    case "strong":
      return <strong>{inline(token.tokens)}</strong>;
    case "em":
      return <em>{inline(token.tokens)}</em>;
    case "del":
      return <s>{inline(token.tokens)}</s>;
    case "codespan":
      return <code>{decodeEntities(token.text)}</code>;
    case "br":
      return <br />;
    case "link":
      return <Link href={token.href}>{inline(token.tokens)}</Link>;
    case "image":
      return <Picture imageKey={token.href} alt={token.text || t("Image")} />;
    case "checkbox":
      return (
        <input type="checkbox" checked={token.checked} disabled aria-label={token.checked ? t("done") : t("open")} />
      );
    case "escape":
      return token.text;
    case "text":
      return token.tokens === undefined ? decodeEntities(token.text) : inline(token.tokens);
    default:
      return token.raw;
  }
}

const HEADINGS = ["h3", "h4", "h5", "h6", "h6", "h6"] as const;

function list(token: Tokens.List): JSX.Element {
  const items = token.items.map((item, index) => <li key={index}>{blocks(item.tokens)}</li>);
  return token.ordered ? <ol start={Number(token.start) || 1}>{items}</ol> : <ul>{items}</ul>;
}

function table(token: Tokens.Table): JSX.Element {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled with the keyboard
    <section class="table-scroll" tabIndex={0} aria-label={t("Table")}>
      <table>
        <thead>
          <tr>
            {token.header.map((cell, index) => (
              <th key={index} scope="col" class={`align-${cell.align ?? "left"}`}>
                {inline(cell.tokens)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {token.rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} class={`align-${cell.align ?? "left"}`}>
                  {inline(cell.tokens)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function block(token: Token, key: number): ComponentChild {
  switch (token.type) {
    case "space":
    case "def":
      return undefined;
    case "heading": {
      const Heading = HEADINGS[(token.depth as number) - 1] ?? "h6";
      return (
        <Heading key={key} class={`md-h${token.depth}`}>
          {inline(token.tokens)}
        </Heading>
      );
    }
    case "code":
      return (
        <Pre key={key} label={token.lang ? t("{language} code", { language: token.lang }) : t("Code")}>
          {token.text}
        </Pre>
      );
    case "hr":
      return <hr key={key} />;
    case "blockquote":
      return <blockquote key={key}>{blocks(token.tokens ?? [])}</blockquote>;
    case "list":
      return list(token as Tokens.List);
    case "table":
      return table(token as Tokens.Table);
    case "paragraph":
      return <p key={key}>{inline(token.tokens)}</p>;
    default:
      return inlineToken(token);
  }
}

const blocks = (tokens: readonly Token[]): ComponentChild[] => tokens.map(block);

/** Markdown as elements; however deep it nests, they do not. */
export const drawMarkdown = (text: string, breaks = true): ComponentChild[] => blocks(parseMarkdown(text, breaks));

/** The platform's markdown: CommonMark without HTML, with tables and the platform's own tags. */
export function Markdown({ text, breaks = true }: { text: string; breaks?: boolean }): JSX.Element {
  const language = useContext(LanguageContext);
  const drawn = useMemo(() => drawMarkdown(text, breaks), [text, breaks, language]);
  return <div class="markdown">{drawn}</div>;
}
