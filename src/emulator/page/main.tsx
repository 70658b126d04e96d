import { render } from "preact";
import { App } from "./app.tsx";
import { start, update } from "./model/store.ts";

const root = document.getElementById("page");
if (root !== null) {
  // On a screen without room for it the inspector would cover the chat.
  update((state) => ({ ...state, isInspected: matchMedia("(min-width: 1100px)").matches }));
  render(<App />, root);
  start();
}
