/** The shape of a value, as `openapi/card.json` describes it; a text is the name of a shared one. */
export type Shape = string | ShapeObject;

export interface ShapeObject {
  /** A shared shape that this one narrows. */
  readonly ref?: string;
  readonly type?: string;
  readonly is?: string;
  readonly any?: readonly Shape[] | undefined;
  readonly values?: readonly (string | number | boolean)[];
  /** Keywords and ranges: `auto`, `[16,600]px`. */
  readonly shapes?: readonly string[] | undefined;
  /** The least and the most of one, two or four lengths. */
  readonly lengths?: readonly [number, number];
  /** What another page of the documentation allows. */
  readonly disputedLengths?: readonly [number, number];
  /** The name of a list of names that are known. */
  readonly known?: string;
  readonly pattern?: string;
  readonly characters?: number;
  readonly min?: number;
  readonly max?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  /** How many entries clients show. */
  readonly shown?: number;
  readonly items?: Shape;
  /** The list of components that it holds. */
  readonly of?: string;
  readonly props?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  /** When it is required: `in-form`, or `unless` another property is there. */
  readonly needed?: string;
  /** The shape of the names of a map, and of its values. */
  readonly keys?: Shape;
  readonly rest?: Shape;
  readonly legacy?: boolean;
  readonly unsupported?: boolean;
  readonly link?: boolean;
  /** No other entry of the list has the same value. */
  readonly unique?: boolean;
  /** How many pictures each layout shows. */
  readonly capacity?: Readonly<Record<string, number>>;
}

/** A component, with what is known of it beyond its shape. */
export interface ComponentShape extends ShapeObject {
  /** It is a field of forms. */
  readonly isField?: boolean;
  readonly isInteractive?: boolean;
  readonly isContainer?: boolean;
  /** The container outside of which it brings nothing back. */
  readonly within?: string;
  /** Containers about which the documentation's pages disagree. */
  readonly disputedIn?: readonly string[];
  /** Only JSON 1.0 has it. */
  readonly isGone?: boolean;
  /** Only JSON 2.0 has it. */
  readonly isNew?: boolean;
  readonly v1Absent?: readonly string[];
  readonly v1Extra?: readonly string[];
  readonly v1Children?: readonly string[];
}

/** A rule of the platform. */
export interface Rule {
  /** The code inside of a 230099. */
  readonly code: number;
  /** The code of CardKit. */
  readonly cardkit?: number;
  readonly severity?: string;
  readonly limit?: number;
  /** What to do. */
  readonly do: string;
}
