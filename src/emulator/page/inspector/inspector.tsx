import type { JSX } from "preact";
import { t } from "../language/language.ts";
import { update, useStore } from "../model/store.ts";
import { type Tab, Tabs } from "../ui/tabs.tsx";
import { Apps } from "./apps.tsx";
import { Faults } from "./faults.tsx";
import { Fidelity } from "./fidelity.tsx";
import { LongConnections } from "./long-connection.tsx";
import { Traffic } from "./traffic.tsx";

const TABS: readonly Tab[] = [
  { name: "Traffic", draw: () => <Traffic /> },
  { name: "Faults", draw: () => <Faults /> },
  { name: "Bots", draw: () => <Apps /> },
  { name: "Connections", draw: () => <LongConnections /> },
  { name: "Fidelity", draw: () => <Fidelity /> },
];

/** What goes over the wire, and what shall go wrong. */
export function Inspector(): JSX.Element {
  const open = useStore((state) => state.tab);
  return (
    <aside class="inspector" aria-label={t("Inspector")}>
      <Tabs label={t("Inspector")} tabs={TABS} open={open} onOpen={(tab) => update((state) => ({ ...state, tab }))} />
    </aside>
  );
}
