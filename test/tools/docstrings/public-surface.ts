// What the entry points export, with its docstrings, as the compiler sees it.
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript59";
import { ENTRIES } from "../../../tools/rooms/table.mjs";

const SRC: string = fileURLToPath(new URL("../../../src/", import.meta.url));

/** Generated files, which are left empty here: their generators write the docstrings, from `openapi/`. */
const GENERATED = /^(?:api|card\/generated|emulator\/gateway\/described)\/|^event\/payloads\.ts$|page-bundle/;

/** The entry points, each as a file below `src/`. A pattern stands for generated files only. */
const files: string[] = ENTRIES.map(({ source }) => source).filter((source) => !source.includes("*"));

/** The path of a file below `src/`; empty for a file elsewhere. */
const below = (path: string): string => (path.startsWith(SRC) ? path.slice(SRC.length).split(sep).join("/") : "");

const program: ts.Program = (() => {
  const config = ts.readConfigFile(join(SRC, "../tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config.config, include: [], files }, ts.sys, SRC);
  const host = ts.createCompilerHost(options);
  const { readFile } = host;
  host.readFile = (path) => (GENERATED.test(below(path)) ? "" : readFile(path));
  return ts.createProgram({ rootNames: files.map((file) => join(SRC, file)), options, host });
})();
const checker: ts.TypeChecker = program.getTypeChecker();

const fileOf = (node: ts.Node): string => below(node.getSourceFile().fileName);

const isOurs = (node: ts.Node): boolean => fileOf(node) !== "" && !GENERATED.test(fileOf(node));

/** An exported name, or a member of an exported interface or class. */
export interface Documented {
  /** `card/index.ts: fitCard`, or `client/types.ts: CallOptions.user`. */
  readonly name: string;
  /** The text of the docstring without its tags. */
  readonly text: string;
  readonly tags: readonly { readonly name: string; readonly text: string }[];
}

export interface Callable extends Documented {
  /** The classes of errors that the code throws, also by the functions of ours that it calls. */
  readonly throws: readonly string[];
}

export interface Field extends Documented {
  readonly isOptional: boolean;
  readonly isNumber: boolean;
}

const resolved = (symbol: ts.Symbol): ts.Symbol =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;

function documented(name: string, symbol: ts.Symbol): Documented {
  return {
    name,
    text: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
    tags: symbol
      .getJsDocTags(checker)
      .map((tag) => ({ name: tag.name, text: ts.displayPartsToString(tag.text ?? []) })),
  };
}

/** The exported symbols of our own files, each once. */
const exported: ts.Symbol[] = [
  ...new Set(
    files.flatMap((file) => {
      const source = program.getSourceFile(join(SRC, file));
      const module = source && checker.getSymbolAtLocation(source);
      return (module ? checker.getExportsOfModule(module) : []).map(resolved);
    }),
  ),
].filter((symbol) => symbol.declarations?.some(isOurs));

const nameOf = (symbol: ts.Symbol, member?: ts.Symbol): string => {
  const declaration = symbol.declarations?.find(isOurs) as ts.Declaration;
  return `${fileOf(declaration)}: ${symbol.name}${member ? `.${member.name}` : ""}`;
};

/** Every exported name. */
export const exports: readonly Documented[] = exported.map((symbol) => documented(nameOf(symbol), symbol));

/** The functions that a declaration stands for: itself, or the value of a constant or property. */
function functionsOf(declaration: ts.Node): ts.Node[] {
  if (ts.isVariableDeclaration(declaration) || ts.isPropertyAssignment(declaration)) {
    return declaration.initializer ? [declaration.initializer] : [];
  }
  return ts.isFunctionLike(declaration) ? [declaration] : [];
}

/** Names of the error classes of each function, filled while it is read, so that recursion ends. */
const known = new Map<ts.Node, Set<string>>();

/** Whether an error thrown at a place is caught in the same function. */
function isCaught(node: ts.Node, end: ts.Node): boolean {
  for (let inner = node; inner !== end; inner = inner.parent) {
    const { parent } = inner;
    if (ts.isTryStatement(parent) && parent.catchClause && inner === parent.tryBlock) {
      return true;
    }
  }
  return false;
}

/** Whether a function inside another one runs with it: a callback that is passed on at once. Others are found where they are called. */
function runsInside(node: ts.Node): boolean {
  const { parent } = node;
  return ts.isCallExpression(parent) || ts.isNewExpression(parent) || ts.isParenthesizedExpression(parent);
}

/** The classes in `throw new TypeError(…)`. An error that was caught has no class here. */
function classesOf(thrown: ts.Expression): string[] {
  const type = checker.getTypeAtLocation(thrown);
  const types = type.isUnion() ? type.types : [type];
  return types.flatMap(({ symbol }) => (symbol && /Error$/.test(symbol.name) ? [symbol.name] : []));
}

/** What a function throws: by itself, and by the functions of ours that it calls. */
function throwsOf(body: ts.Node): Set<string> {
  const found = known.get(body);
  if (found) {
    return found;
  }
  const classes = new Set<string>();
  known.set(body, classes);
  const visit = (node: ts.Node): void => {
    if ((ts.isFunctionLike(node) || ts.isClassLike(node)) && !runsInside(node)) {
      return;
    }
    if (!isCaught(node, body)) {
      const thrown = ts.isThrowStatement(node) ? classesOf(node.expression) : [];
      const called = ts.isCallExpression(node) || ts.isNewExpression(node) ? throwsOfCall(node) : [];
      for (const name of [...thrown, ...called]) {
        classes.add(name);
      }
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
  return classes;
}

/** The bodies that a call runs: of a function of ours, or of the constructor of a class of ours. */
function bodiesOf(symbol: ts.Symbol | undefined): ts.Node[] {
  const declarations = (symbol && resolved(symbol).declarations) ?? [];
  return declarations
    .filter(isOurs)
    .flatMap((declaration) =>
      ts.isClassDeclaration(declaration)
        ? declaration.members.filter(ts.isConstructorDeclaration)
        : functionsOf(declaration),
    );
}

const throwsOfCall = ({ expression }: ts.CallExpression | ts.NewExpression): string[] =>
  bodiesOf(checker.getSymbolAtLocation(expression)).flatMap((body) => [...throwsOf(body)]);

const throwsOfAll = (bodies: readonly ts.Node[]): string[] =>
  [...new Set(bodies.flatMap((body) => [...throwsOf(body)]))].sort();

/** The exported interface that an annotation names. */
function interfaceOf(type: ts.TypeNode | undefined): ts.Symbol | undefined {
  const symbol = type && ts.isTypeReferenceNode(type) ? checker.getSymbolAtLocation(type.typeName) : undefined;
  const known = symbol && resolved(symbol);
  return known && known.flags & ts.SymbolFlags.Interface && exported.includes(known) ? known : undefined;
}

/** The methods of an object that is made as an exported interface, with the docstrings of the interface. */
function* methodsIn(literal: ts.ObjectLiteralExpression, made: ts.Symbol): Generator<Callable> {
  for (const property of literal.properties) {
    const member = property.name && checker.getDeclaredTypeOfSymbol(made).getProperty(property.name.getText());
    const bodies = ts.isShorthandPropertyAssignment(property)
      ? bodiesOf(checker.getShorthandAssignmentValueSymbol(property))
      : functionsOf(property).filter((value) => ts.isFunctionLike(value) && !ts.isGetAccessor(value));
    const declaration = member?.declarations?.find(isOurs);
    const isMethod = member && checker.getTypeOfSymbol(member).getNonNullableType().getCallSignatures().length > 0;
    if (member && isMethod && declaration && bodies.length > 0) {
      const name = `${fileOf(declaration)}: ${made.name}.${member.name}`;
      yield { ...documented(name, member), throws: throwsOfAll(bodies) };
    }
  }
}

/** The methods of all objects in our sources that are returned, or kept in a constant, as an exported interface. */
function* allMethods(): Generator<Callable> {
  const found: [ts.ObjectLiteralExpression, ts.Symbol][] = [];
  const visit = (node: ts.Node, returned?: ts.Symbol): void => {
    const inside = ts.isFunctionLike(node) ? interfaceOf(node.type) : returned;
    const kept = ts.isVariableDeclaration(node) ? node : undefined;
    const literal = kept?.initializer ?? (ts.isReturnStatement(node) ? node.expression : undefined);
    const type = kept ? interfaceOf(kept.type) : returned;
    if (literal && type && ts.isObjectLiteralExpression(literal)) {
      found.push([literal, type]);
    }
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  for (const source of program.getSourceFiles().filter(isOurs)) {
    visit(source);
  }
  for (const [literal, made] of found) {
    yield* methodsIn(literal, made);
  }
}

/** A symbol as something to call, if it is. */
function* callablesOf(symbol: ts.Symbol, owner?: ts.Symbol): Generator<Callable> {
  const bodies = (symbol.declarations ?? []).filter(isOurs).flatMap(functionsOf);
  const name = owner ? nameOf(owner, symbol) : nameOf(symbol);
  if (bodies.length > 0 && checker.getTypeOfSymbol(symbol).getCallSignatures().length > 0) {
    yield { ...documented(name, symbol), throws: throwsOfAll(bodies) };
  }
}

const isPrivate = (symbol: ts.Symbol): boolean =>
  symbol.name.startsWith("__") ||
  (symbol.declarations ?? []).some(
    (declaration) =>
      ts.getCombinedModifierFlags(declaration) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected) ||
      ts.isPrivateIdentifier((declaration as ts.NamedDeclaration).name ?? declaration),
  );

/** Members of an exported class or interface that are declared in our files. */
const membersOf = (symbol: ts.Symbol): ts.Symbol[] =>
  [...(symbol.members?.values() ?? [])].filter(
    (member) => member.name !== "__constructor" && !isPrivate(member) && member.declarations?.some(isOurs),
  );

/** The methods of objects that our functions make. */
export const made: readonly Callable[] = [...allMethods()];

/** The exported functions, and the methods of exported classes. */
export const callables: readonly Callable[] = exported.flatMap((symbol) => [
  ...callablesOf(symbol),
  ...(symbol.flags & ts.SymbolFlags.Class
    ? membersOf(symbol).flatMap((member) => [...callablesOf(member, symbol)])
    : []),
]);

/** The classes that a user can make, each with what its constructor throws. */
export const classes: readonly Callable[] = exported.flatMap((symbol) =>
  (symbol.declarations ?? []).filter(ts.isClassDeclaration).map((declaration) => ({
    ...documented(nameOf(symbol), symbol),
    throws: throwsOfAll(declaration.members.filter(ts.isConstructorDeclaration)),
  })),
);

/** The methods of every exported interface and class, without the interfaces that describe another package's object. */
export const methods: readonly Documented[] = exported
  .filter((symbol) => !/^(?:What is|The part that is) used of/.test(documented("", symbol).text))
  .flatMap((symbol) =>
    membersOf(symbol)
      .filter((member) => member.flags & ts.SymbolFlags.Method)
      .map((member) => documented(nameOf(symbol, member), member)),
  );

/** The fields of the exported interfaces whose names end in `Options`. */
export const options: readonly Field[] = exported
  .filter((symbol) => symbol.flags & ts.SymbolFlags.Interface && symbol.name.endsWith("Options"))
  .flatMap((symbol) =>
    membersOf(symbol).map((member) => ({
      ...documented(nameOf(symbol, member), member),
      isOptional: Boolean(member.flags & ts.SymbolFlags.Optional),
      isNumber: checker.typeToString(checker.getNonNullableType(checker.getTypeOfSymbol(member))) === "number",
    })),
  );
