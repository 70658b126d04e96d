import { render } from "preact";
import { App } from "./app.tsx";
import { start } from "./model/store.ts";

const root = document.getElementById("page");
if (root !== null) {
  render(<App />, root);
  start();
}
