import { Client } from "lark-edge";
import { describe, expect, test } from "vitest";
import { OfficialClient } from "./official-client.ts";

type Tree = Record<string, Record<string, object>>;
const VERSION = /^v\d+$/;

const resourcesOf = (node: object): string[] =>
  Object.keys(node).filter((name) => !VERSION.test(name) && typeof Reflect.get(node, name) === "object");

const methodsOf = (node: object): string[] =>
  Object.keys(node)
    .filter((name) => typeof Reflect.get(node, name) === "function")
    .sort();

const official = new OfficialClient().client as unknown as Tree;
const ours = new Client({ appId: "cli_1", appSecret: "secret" }) as unknown as Tree;
const projects = Object.keys(official).filter((name) =>
  Object.keys(Object(official[name])).some((key) => VERSION.test(key)),
);

describe.each(projects)("%s without a version", (project) => {
  const tree = official[project] as Record<string, object>;

  test("has the official SDK's resources, each of its version", () => {
    for (const resource of resourcesOf(tree)) {
      const own = ours[project]?.[resource] as object;
      const versions = Object.keys(tree).filter((key) => VERSION.test(key) && resource in Object(tree[key]));
      // The official SDK knows from which version a resource is only by its methods.
      const meant = versions.filter((version) => {
        const methods = methodsOf(Reflect.get(tree[version] as object, resource));
        return methodsOf(tree[resource] as object).every((method) => methods.includes(method));
      });
      expect(
        meant.map((version) => Reflect.get(ours[project]?.[version] as object, resource)),
        `${project}.${resource}`,
      ).toContain(own);
    }
  });
});

test("there are hundreds of them", () => {
  const all = projects.flatMap((project) => resourcesOf(official[project] as object));
  expect(all.length).toBeGreaterThan(350);
});

test.each([
  ["im", "message", "v1"],
  ["contact", "user", "v3"],
  ["approval", "instance", "v4"],
  ["application", "application", "v6"],
  ["task", "task", "v1"],
  ["wiki", "space", "v2"],
])("%s.%s is that of %s", (project, resource, version) => {
  const tree = ours[project] as Record<string, object>;
  expect(tree[resource]).toBe(Reflect.get(tree[version] as object, resource));
});

test("names without a version do not show: printing a domain tells each operation once", () => {
  expect(Object.keys(ours.im ?? {})).toEqual(["v1", "v2"]);
});
