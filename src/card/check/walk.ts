import { COMPONENTS, GROUPS } from "../generated/rules.ts";
import { isObject, type Json, textOf } from "../json.ts";
import { type Path, type Report, shown } from "./report.ts";
import type { ComponentShape } from "./shape.ts";
import { checkValue, type Scope } from "./value.ts";

/** A component that a check has met. */
export interface Visit {
  readonly node: Json;
  readonly tag: string;
  readonly shape: ComponentShape;
  readonly path: Path;
  /** The tags of the components around it, the outermost first. */
  readonly around: readonly string[];
}

/** The component of a tag, if it is one of JSON 2.0. */
function findShape(tag: unknown): ComponentShape | undefined {
  return typeof tag === "string" && Object.hasOwn(COMPONENTS, tag) ? COMPONENTS[tag] : undefined;
}

/** Says where a component may stand instead. */
function placesFor(tag: string, group: string): string {
  const isRoot = GROUPS.RootElement?.includes(tag) && !GROUPS.InnerElement?.includes(tag);
  if (isRoot) {
    return `${tag} stands only at the root of a card, in body.elements`;
  }
  return `${tag} may not stand here: ${GROUPS[group]?.length === 1 ? `only ${GROUPS[group]?.[0]} may` : "not in this list"}`;
}

/** Checks values and components, and collects the components on the way. */
export function createWalk(report: Report, declared: Scope["declared"]): { scope: Scope; visits: Visit[] } {
  const visits: Visit[] = [];
  const around: string[] = [];

  function visit(node: unknown, group: string, path: Path): void {
    if (!isObject(node)) {
      report("type", path, `Expected a component, got ${shown(node)}`);
      return;
    }
    const { tag } = node;
    const shape = findShape(tag);
    if (shape === undefined) {
      report("tag", [...path, "tag"], tag === undefined ? "tag is missing" : `${shown(tag)} is no component`);
      return;
    }
    if (shape.isGone) {
      report("gone", path, `JSON 2.0 has no ${tag}`);
      return;
    }
    if (!GROUPS[group]?.includes(textOf(tag))) {
      report("nesting", path, placesFor(textOf(tag), group));
    }
    visits.push({ node, tag: textOf(tag), shape, path, around: [...around] });
    around.push(textOf(tag));
    checkValue(node, shape, path, scope);
    around.pop();
  }

  const scope: Scope = {
    report,
    declared,
    elements(list, group, path) {
      for (const [at, node] of list.entries()) {
        visit(node, group, [...path, at]);
      }
    },
  };
  return { scope, visits };
}
