// Other people's clients, unchanged, against the emulator: what their users do first.
import { beforeAll, describe } from "vitest";
import { chatAdapterLark } from "./flows/chat-adapter-lark.ts";
import { koishi } from "./flows/koishi.ts";
import { larkMcp } from "./flows/lark-mcp.ts";
import { vercelChatAdapter } from "./flows/vercel-chat-adapter.ts";
import { install } from "./install.ts";

beforeAll(install, 300_000);

describe("@larksuiteoapi/lark-mcp", larkMcp);
describe("@larksuite/vercel-chat-adapter", vercelChatAdapter);
describe("chat-adapter-lark", chatAdapterLark);
describe("@satorijs/adapter-lark in Koishi", koishi);
