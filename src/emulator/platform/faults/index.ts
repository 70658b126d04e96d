/**
 * Failures to inject: which requests and deliveries they hit.
 *
 * @module
 */
export { checkFault, checkFaults, checkScenario } from "./check.ts";
export { createFaults, type FaultList, isRequestFault, type RequestFault } from "./list.ts";
