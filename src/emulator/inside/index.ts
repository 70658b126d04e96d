/**
 * The emulator's inside, for the control API and the command line. No part of what the package offers.
 *
 * @module
 */
export { ConnectError } from "../connect.ts";
export type { FaultList } from "../faults/index.ts";
export { checkFault, checkFaults, checkOperationNames, checkOperations, checkScenario } from "../faults/index.ts";
export type { Feed } from "../feed.ts";
export { type Behaviour, behavioursOf } from "../notes.ts";
export { hearersOf } from "../people/find.ts";
export type { Words } from "../people/say.ts";
export type { Exchange } from "../serve.ts";
export type { AppRecord, State } from "../state.ts";
export { type Inside, insideOf } from "./inside.ts";
export { probeKeys, type WrongKey } from "./probe.ts";
export { appOf, readSaved, restore, type Saved, save } from "./save.ts";
export { SnapshotError } from "./snapshot.ts";
