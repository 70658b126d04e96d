import { type Path, type Report, shown } from "./report.ts";
import { resolve } from "./value.ts";
import type { Visit } from "./walk.ts";

const isIn = (form: Path, path: Path): boolean =>
  form.every((part, at) => path[at] === part) && path.length > form.length;

/** The forms of a card: a submit button, and names for what is in them. */
export function checkForms(visits: readonly Visit[], report: Report): void {
  for (const form of visits.filter(({ tag }) => tag === "form")) {
    const inside = visits.filter(({ path }) => isIn(form.path, path));
    const submits = ({ node }: Visit) => node.form_action_type === "submit" || node.action_type === "form_submit";
    if (inside.length && !inside.some(submits)) {
      report("form-submit", form.path, "The form has no submit button");
    }
    for (const { node, shape, tag, path } of inside) {
      const { name } = shape.props ?? {};
      const needsName = name !== undefined && resolve(name).needed === "in-form";
      if (needsName && !node.name && !path.includes("button_area")) {
        report("form-name", [...path, "name"], `${tag} has no name, and stands in a form`);
      }
    }
  }
}

/** What only a form makes sense of. */
export function checkOutsideForms(visits: readonly Visit[], report: Report): void {
  for (const { node, shape, tag, path, around } of visits) {
    if (around.includes("form")) {
      continue;
    }
    if (shape.within) {
      report(
        "within",
        path,
        `${tag} stands outside of a ${shape.within}, where a click brings back neither its value nor its name`,
      );
    }
    if (tag === "select_img" && node.multi_select === true) {
      report("multi-select", [...path, "multi_select"], "Several pictures can be chosen only in a form");
    }
    if (node.form_action_type !== undefined) {
      report(
        "form-only",
        [...path, "form_action_type"],
        `${shown(node.form_action_type)} needs a form around the button`,
      );
    }
  }
}
