export { decodeFrame, encodeFrame, type Frame, type FrameHeader, headerOf } from "./frame.ts";
export { createReassembly } from "./reassembly.ts";
