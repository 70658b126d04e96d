import type { Card } from "../generated/elements.ts";
import { isObject, type Json } from "../json.ts";
import { bytesOf, countElements, elementLists } from "../measure.ts";
import { countTables } from "../tables.ts";
import { chartTable, chartText, chartTitle } from "./chart.ts";
import { cut, pack } from "./split.ts";
import { tablesToText, tableText } from "./text.ts";
import { type Origins, type Place, replaceIn } from "./tree.ts";

/** The platform's limits of a card. */
const MAX_BYTES = 30_720;
const MAX_ELEMENTS = 200;
const MAX_CHARTS = 5;
export const DEFAULT_MAX_TABLES = 5;

/** How to make a card fit. */
export interface FitOptions {
  /** The most tables of a card, those in Markdown included. Default 5; pass 3 for text that a model wrote. A bad value: a `RangeError`. */
  maxTables?: number | undefined;
}

/** What was lost to make a card fit. */
export interface FitChange {
  what: "table-to-text" | "chart-to-table" | "chart-to-text" | "cut" | "split";
  /** Where it was in the card that was given: `body.elements[2]`. */
  path: string;
  message: string;
}

/** A card that fits, or several, with what was lost. */
export interface FittedCards {
  cards: Card[];
  /** Empty if the card fitted as it was. */
  changes: FitChange[];
}

const pathOf = (place: Place) =>
  place.map((part, at) => (typeof part === "number" ? `[${part}]` : at ? `.${part}` : part)).join("");

interface Fitting {
  origins: Origins;
  tables: number;
  maxTables: number;
  lost: (what: FitChange["what"], place: Place, message: string) => void;
}

const markdown = (content: string, { margin }: Json): Json => ({
  tag: "markdown",
  content,
  ...(margin ? { margin } : {}),
});

/** Writes tables beyond the limit as text. */
function withFewTables(body: Json, fitting: Fitting): Json {
  return replaceIn(body, fitting.origins, (node, place) => {
    const here = node.tag === "table" ? 1 : node.tag === "markdown" ? countTables(node.content) : 0;
    const kept = Math.max(0, Math.min(here, fitting.maxTables - fitting.tables));
    fitting.tables += kept;
    if (kept === here) {
      return [node];
    }
    fitting.lost(
      "table-to-text",
      place,
      `${here - kept} of ${here} tables became text: a card may have ${fitting.maxTables}`,
    );
    const text = node.tag === "table" ? tableText(node) : tablesToText(String(node.content), kept);
    return [node.tag === "table" ? markdown(text, node) : { ...node, content: text }];
  });
}

/** The charts of a card, the ones to give up first in front: the last, or the largest. */
function chartsIn(body: Json, byBytes: boolean): Json[] {
  const found: Json[] = [];
  const visit = (node: Json): void => {
    if (node.tag === "chart") {
      found.unshift(node);
    }
    for (const [, list] of elementLists(node)) {
      list.forEach(visit);
    }
  };
  visit(body);
  return byBytes ? found.sort((a, b) => bytesOf(b) - bytesOf(a)) : found;
}

/** Writes a chart as a table where there is room for one, else as text. */
function withoutChart(body: Json, chart: Json, fitting: Fitting, why: string): Json {
  return replaceIn(body, fitting.origins, (node, place, isRoot) => {
    // Copies are made on the way: a chart is known by what it draws.
    if (node.tag !== "chart" || node.chart_spec !== chart.chart_spec) {
      return [node];
    }
    const table = isRoot && fitting.tables < fitting.maxTables ? chartTable(node) : undefined;
    if (table === undefined) {
      fitting.lost("chart-to-text", place, `A chart became text: ${why}`);
      return [markdown(chartText(node) || "…", node)];
    }
    fitting.tables += 1;
    fitting.lost("chart-to-table", place, `A chart became a table: ${why}`);
    const title = chartTitle(node);
    return [...(title ? [markdown(title, {})] : []), table];
  });
}

const isFull = (card: Json): boolean => bytesOf(card) > MAX_BYTES || countElements(card.body) > MAX_ELEMENTS;

function withFewCharts(card: Json, body: Json, fitting: Fitting): Json {
  let fitted = body;
  const charts = chartsIn(body, false);
  for (const chart of charts.slice(0, Math.max(0, charts.length - MAX_CHARTS))) {
    fitted = withoutChart(fitted, chart, fitting, `a card may have ${MAX_CHARTS}`);
  }
  for (const chart of chartsIn(fitted, true)) {
    if (!isFull({ ...card, body: fitted })) {
      break;
    }
    fitted = withoutChart(fitted, chart, fitting, "the card is full");
  }
  return fitted;
}

/** Splits a card that is full. The header stays on the first. */
function split(card: Json, body: Json, fitting: Fitting): Json[] {
  const { header: _, ...rest } = card;
  const frame = (of: Json) => ({
    bytes: MAX_BYTES - bytesOf({ ...of, body: { ...body, elements: [] } }),
    elements: MAX_ELEMENTS,
  });
  const room = frame(card);
  const elements = ((body.elements as Json[] | undefined) ?? []).flatMap((node, at) => {
    const parts = cut(node, room);
    if (parts.length > 1) {
      fitting.lost(
        "cut",
        ["body", "elements", at],
        `${node.tag} was cut into ${parts.length} parts: it is too large for a card`,
      );
    }
    return parts;
  });
  const groups = pack(elements, frame(rest), room);
  if (groups.length > 1) {
    fitting.lost("split", [], `The card was split into ${groups.length}: it is too large`);
  }
  return groups.map((group, at) => ({ ...(at ? rest : card), body: { ...body, elements: group } }));
}

/**
 * Makes a card fit into the platform's limits, by the cheapest loss, and says what was lost.
 *
 * First tables beyond the limit become text, then charts become tables. If the card still has more than 30 KB or 200
 * components, it is split, between its elements where that is possible; the header stays on the first card. A form is
 * never cut: if one is too large for a card, the card stays too large, and `checkCard` says so.
 *
 * @param card - A card of JSON 2.0. It is not changed.
 * @param options.maxTables - How many tables a card may have. Default 5; use 3 for text that a model wrote.
 * @returns The cards, to send one after the other, and what was changed. A card that fits comes back as it is.
 * @throws {TypeError} `card` is not a card of JSON 2.0.
 * @throws {RangeError} `maxTables` is not a whole number from 0.
 * @example
 * const { cards, changes } = fitCard(card([markdown(answer)]), { maxTables: 3 });
 * @see https://open.feishu.cn/document/feishu-cards/card-json-v2-components/content-components/table 表格
 */
export function fitCard(card: Card, { maxTables = DEFAULT_MAX_TABLES }: FitOptions = {}): FittedCards {
  if (!isObject(card) || card.schema !== "2.0" || !isObject(card.body)) {
    throw new TypeError("fitCard: expected a card of JSON 2.0 with a body");
  }
  if (!Number.isSafeInteger(maxTables) || maxTables < 0) {
    throw new RangeError("fitCard: maxTables must be a whole number from 0");
  }
  const changes: FitChange[] = [];
  const lost: Fitting["lost"] = (what, place, message) => changes.push({ what, path: pathOf(place), message });
  const fitting: Fitting = { origins: new WeakMap(), tables: 0, maxTables, lost };
  const whole = card as unknown as Json;
  const body = withFewCharts(whole, withFewTables(whole.body as Json, fitting), fitting);
  const cards = isFull({ ...whole, body }) ? split(whole, body, fitting) : [{ ...whole, body }];
  return { cards: (changes.length ? cards : [card]) as unknown as Card[], changes };
}
