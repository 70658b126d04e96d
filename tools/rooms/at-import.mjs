// Importing a module of ours must not read what makes Node load undici (35 ms) or its crypto.
import { childrenOf, walk } from "./syntax.mjs";

const LAZY = "Blob File FormData Headers Request Response WebSocket crypto fetch".split(" ");

const MENTIONED = new RegExp(`\\b(${LAZY.join("|")})\\b`);

const FUNCTIONS = ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"];

/** Where a name is not a reference, whatever it says. */
const PLAIN = { MemberExpression: "property", Property: "key", MethodDefinition: "key", PropertyDefinition: "key" };

/** TypeScript's wrappers that stay expressions; all else of the compiler's is gone when the code runs. */
const WRAPPERS = ["TSAsExpression", "TSSatisfiesExpression", "TSNonNullExpression", "TSTypeAssertion"];

const isErased = ({ node, parents }) =>
  [...parents, node].some(({ type, declare }) => (type.startsWith("TS") && !WRAPPERS.includes(type)) || declare);

/** Whether code runs when its module is imported: in no function, unless that function is called where it stands. */
const runsAtImport = ({ node, parents }) => {
  const path = [...parents, node];
  return path.slice(0, -1).every((parent, index) => {
    const call = path.slice(0, index).findLast(({ type }) => type !== "ParenthesizedExpression");
    const isCalled = call?.type === "CallExpression" && !call.arguments.some((argument) => path.includes(argument));
    const isInstanceField = parent.type === "PropertyDefinition" && !parent.static && parent.value === path[index + 1];
    return !isInstanceField && (!FUNCTIONS.includes(parent.type) || isCalled);
  });
};

/** The names that a file declares anywhere. One scope for all is enough: no file has a variable called `fetch`. */
const declaredIn = (program) => {
  const names = new Set();
  const add = (pattern) => {
    if (pattern?.type === "Identifier") {
      names.add(pattern.name);
    } else if (pattern) {
      for (const [key, child] of childrenOf(pattern)) {
        if (key !== "key" && key !== "right") {
          add(child);
        }
      }
    }
  };
  walk(program, ({ node }) => {
    if (node.type !== "VariableDeclarator" || node.init?.name !== "globalThis") {
      [node.id, node.local, ...(node.params ?? [])].forEach(add);
    }
  });
  return names;
};

/** The name of the global object's property that a node reads, if any. */
function globalName({ node, key, parents }) {
  const parent = parents.at(-1);
  if (node.type !== "Identifier") {
    return undefined;
  }
  if (parent.type === "MemberExpression" && key === "property") {
    return parent.object.name === "globalThis" ? node.name : undefined;
  }
  const isPlain = PLAIN[parent.type] === key && !parent.computed && !parent.shorthand;
  return isPlain || /Specifier$|^Meta|^Label/.test(parent.type) ? undefined : node.name;
}

/** What a module reads too early: `[node, name]`. */
export function readAtImport(text, program) {
  if (!MENTIONED.test(text)) {
    return [];
  }
  const declared = declaredIn(program);
  const found = [];
  walk(program, (place) => {
    const name = globalName(place);
    if (LAZY.includes(name) && !declared.has(name) && !isErased(place) && runsAtImport(place)) {
      found.push([place.node, name]);
    }
  });
  return found;
}
