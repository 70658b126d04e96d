/** Response header of answers that were made up, with the value `true`. */
export const MADE_UP_HEADER = "x-lark-edge-made-up";
