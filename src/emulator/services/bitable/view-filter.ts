import type { Call } from "../../gateway/route.ts";
import { asText, parseJson } from "../../platform/json.ts";
import { type Test, toFilter } from "./filter.ts";
import { findField } from "./find.ts";
import type { Base, Table, View } from "./state.ts";

/** A condition of a view: `value` is the JSON of a list. */
interface ViewCondition {
  condition_id: string;
  field_id: string;
  field_type: number;
  operator: string;
  value?: string;
}

/** The filter of a view as it is kept and answered. */
interface ViewFilter {
  conjunction: "and" | "or";
  conditions: ViewCondition[];
  condition_omitted: boolean;
}

/** The words that a condition is compared with. */
function wordsIn(value: string | undefined): string[] {
  if (value === undefined || value === "") {
    return [];
  }
  let words: unknown = value;
  try {
    words = parseJson(value);
  } catch {}
  return [words].flat().map((word) => (typeof word === "string" ? word : JSON.stringify(word)));
}

/** Which records a view shows. */
export function viewTest(call: Call, base: Base, table: Table, { property }: View): Test {
  const filter = property?.filter_info as ViewFilter | undefined;
  if (filter === undefined) {
    return () => true;
  }
  const conditions = filter.conditions.map(({ field_id, operator, value }) => ({
    field_name: findField(table, field_id).name,
    operator,
    value: wordsIn(value),
  }));
  return toFilter(call, base, table, { conjunction: filter.conjunction, conditions });
}

function toViewFilter(call: Call, table: Table, sent: Record<string, unknown>): ViewFilter {
  const { conjunction, conditions } = sent as unknown as Pick<ViewFilter, "conjunction" | "conditions">;
  return {
    conjunction,
    conditions: conditions.map(({ field_id, operator, value }) => ({
      condition_id: `con${call.state.ids.hex("condition", 7)}`,
      field_id,
      field_type: findField(table, field_id).type,
      operator,
      ...(value !== undefined && { value }),
    })),
    condition_omitted: false,
  };
}

/**
 * The property of a view after a change: what was not sent stays, and `null` takes away.
 *
 * @throws {PlatformError} 1254044 for an unknown field, 1254018 for a condition that its field does not take.
 */
export function changeProperty(call: Call, base: Base, table: Table, view: View, sent: object): View["property"] {
  const property: Record<string, unknown> = { ...view.property };
  for (const [name, value] of Object.entries(sent)) {
    if (value === null) {
      delete property[name];
    } else if (name === "filter_info") {
      property[name] = toViewFilter(call, table, value);
    } else if (name === "hidden_fields") {
      property[name] = (value as unknown[]).map((id) => findField(table, asText(id)).fieldId);
    } else if (name === "hierarchy_config") {
      property[name] = value;
    }
  }
  viewTest(call, base, table, { ...view, property });
  return property;
}
