import { asText, isObject, type Json } from "../../platform/json.ts";
import type { State } from "../../platform/state.ts";
import { cardkitOf } from "./state.ts";
import { copyOf } from "./tree.ts";

/** Puts variables in the places of `${name}`; a text that is nothing but one becomes the variable's value itself. */
function fill(value: unknown, variables: Json): unknown {
  const variable = (name: string): unknown => (Object.hasOwn(variables, name) ? variables[name] : undefined);
  if (typeof value === "string") {
    const alone = /^\$\{([^{}]+)\}$/.exec(value)?.[1];
    if (alone !== undefined) {
      return variable(alone) ?? value;
    }
    return value.replace(/\$\{([^{}]+)\}/g, (text, name: string) => asText(variable(name) ?? text));
  }
  if (Array.isArray(value)) {
    return value.map((entry) => fill(entry, variables));
  }
  if (!isObject(value)) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, fill(part, variables)]));
}

/** The placeholder for an unknown template: its name and its variables. */
const placeholder = (templateId: string, variables: Json): Json => ({
  schema: "2.0",
  header: { title: { tag: "plain_text", content: `Template ${templateId}` } },
  body: {
    elements: Object.entries(variables).map(([name, value]) => ({
      tag: "markdown",
      content: `**${name}**: ${typeof value === "string" ? value : JSON.stringify(value)}`,
    })),
  },
});

/** A card made from a template and its variables. */
export function expandTemplate(state: State, data: Json): Json {
  const templateId = asText(data.template_id ?? "");
  const variables = isObject(data.template_variable) ? data.template_variable : {};
  const template = cardkitOf(state).templates.get(templateId);
  if (template === undefined) {
    return placeholder(templateId, variables);
  }
  return fill(copyOf(template.card), variables) as Json;
}
