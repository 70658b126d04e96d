/**
 * Failures to inject: which requests and deliveries they hit, and what they put in the platform's place.
 *
 * @module
 */
export { faultyAnswer } from "./answer.ts";
export { checkFault, checkFaults, checkScenario } from "./check.ts";
export { createFaults, type FaultList, isRequestFault, type RequestFault } from "./list.ts";
export { abortable, delay } from "./wait.ts";
