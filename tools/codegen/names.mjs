// Names: the platform's snake_case and camelCase, and TypeScript's.

/** `chat_members` and `chatMembers` to `ChatMembers`. */
export const toPascal = (name) =>
  name
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");

/** `chatMembers` to `chat_members`. */
export const toSnake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** A property name as it stands in an object type. */
export const toKey = (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));
