// The syntax tree of a source file.
import { parseAst } from "vitest/node";

export const parse = (file, text) => parseAst(text, { lang: file.endsWith("x") ? "tsx" : "ts", astType: "ts" });

const isNode = (value) => typeof value?.type === "string";

/** The nodes in a node, with the names that it has for them. */
export function* childrenOf(node) {
  for (const key in node) {
    const value = node[key];
    if (isNode(value)) {
      yield [key, value];
    } else if (Array.isArray(value)) {
      for (const child of value.filter(isNode)) {
        yield [key, child];
      }
    }
  }
}

/** Calls a function with every node, the name that the parent has for it, and the parents, the outermost first. */
export function walk(program, visit) {
  const parents = [];
  const enter = (node, key) => {
    visit({ node, key, parents });
    parents.push(node);
    for (const [name, child] of childrenOf(node)) {
      enter(child, name);
    }
    parents.pop();
  };
  enter(program, "");
}
