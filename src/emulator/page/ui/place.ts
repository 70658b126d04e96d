/** Space between a list and the button that opens it. */
const GAP_PX = 4;

/** Space between a list and the edge of the window. */
const EDGE_PX = 8;

/** A rectangle of the window. */
type Box = Pick<DOMRect, "left" | "right" | "top" | "bottom">;

interface Size {
  width: number;
  height: number;
}

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(value, most));

/** Where a list of this size stands: below the button or above it, and never outside of the window. */
export function placeOf(button: Box, list: Size, room: Size): { left: number; top: number } {
  const below = button.bottom + GAP_PX;
  const above = button.top - GAP_PX - list.height;
  const fitsBelow = below + list.height <= room.height - EDGE_PX;
  const right = button.left + list.width <= room.width - EDGE_PX ? button.left : button.right - list.width;
  return {
    left: clamp(right, EDGE_PX, room.width - EDGE_PX - list.width),
    top: clamp(fitsBelow ? below : above, EDGE_PX, room.height - EDGE_PX - list.height),
  };
}

/** Puts a list that is on the top layer beside its button. */
export function place(list: HTMLElement, button: HTMLElement): void {
  const { left, top } = placeOf(button.getBoundingClientRect(), list.getBoundingClientRect(), {
    width: document.documentElement.clientWidth,
    height: window.innerHeight,
  });
  list.style.left = `${left}px`;
  list.style.top = `${top}px`;
}
