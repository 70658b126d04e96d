import { openRoute, service } from "../gateway/service.ts";
import type { Service } from "./service.ts";

/** A grey pixel. */
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mM4ceYKAATIAmmdpLYXAAAAAElFTkSuQmCC";

/** The address of the picture of a person, a bot or a chat. */
export const avatarUrl = (origin: string, id: string): string => `${origin}/avatar/${id}.png`;

/** The pictures of people, bots and chats, to which answers link: all are the same grey. */
export const avatars: Service = {
  routes: service("/avatar", [
    openRoute(
      "GET :file",
      () => ({
        bytes: Uint8Array.from(atob(PNG), (character) => character.charCodeAt(0)),
        headers: { "content-type": "image/png" },
      }),
      [["Every picture is a grey pixel", "assumption"]],
      "assumption",
    ),
  ]),
};
