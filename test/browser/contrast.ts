import type { Page } from "playwright-core";

/** Least contrast of a text and its background: WCAG 2.2, AA. */
const LEAST = 4.5;

/** Texts of the page that stand out too little from what is behind them. Those of disabled controls are left out. */
export const faintTexts = (page: Page): Promise<string[]> =>
  page.evaluate((least) => {
    type Color = [red: number, green: number, blue: number, alpha: number];
    /** `rgb(…)` counts to 255, `color(srgb …)` to 1. */
    const parse = (color: string): Color => {
      const [red = 0, green = 0, blue = 0, alpha = 1] = (color.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
      const most = color.startsWith("color(") ? 1 : 255;
      return [red / most, green / most, blue / most, alpha];
    };
    const over = ([r, g, b, a]: Color, [R, G, B]: Color): Color => [
      r * a + R * (1 - a),
      g * a + G * (1 - a),
      b * a + B * (1 - a),
      1,
    ];
    const behind = (element: Element | null): Color => {
      if (element === null) {
        return [1, 1, 1, 1];
      }
      const own = parse(getComputedStyle(element).backgroundColor);
      return own[3] === 1 ? own : over(own, behind(element.parentElement));
    };
    const light = (color: Color): number => {
      const [r = 0, g = 0, b = 0] = color.map((part) =>
        part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (element: Element): number => {
      const ground = behind(element);
      const ink = over(parse(getComputedStyle(element).color), ground);
      const [dark = 0, bright = 0] = [light(ink), light(ground)].sort((one, other) => one - other);
      return (bright + 0.05) / (dark + 0.05);
    };
    const faint = new Set<string>();
    for (const element of document.querySelectorAll("body *")) {
      const words = [...element.childNodes]
        .filter((node) => node.nodeType === Node.TEXT_NODE)
        .map((node) => node.textContent?.trim())
        .join("");
      const isSeen = words !== "" && element.checkVisibility({ opacityProperty: true });
      if (isSeen && element.closest(":disabled, .foreign") === null && contrast(element) < least) {
        faint.add(`${element.className || element.tagName}: ${words.slice(0, 40)} ${contrast(element).toFixed(2)}`);
      }
    }
    return [...faint];
  }, LEAST);
