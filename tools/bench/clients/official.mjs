import { EventDispatcher, WSClient } from "@larksuiteoapi/node-sdk";

const mute = () => {};
const logger = { error: console.error, warn: mute, info: mute, debug: mute, trace: mute };

export function open(domain, onEvent) {
  const eventDispatcher = new EventDispatcher({ logger }).register({ "im.message.receive_v1": onEvent });
  const client = new WSClient({ appId: "cli_9f5343c580712544", appSecret: "bench-app-secret", domain, logger });
  void client.start({ eventDispatcher });
}
