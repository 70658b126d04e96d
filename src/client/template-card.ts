import { toJson } from "../http/index.ts";

/** Writes the `data` of a message whose card is a template, which the official SDK takes field by field. */
export function toCard(data: unknown): object {
  const { template_id, template_variable, ...rest } = Object(data);
  const content = toJson({ type: "template", data: { template_id, template_variable } });
  return { msg_type: "interactive", content, ...rest };
}
