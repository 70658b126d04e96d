import type { JSX } from "preact";
import { useContext } from "preact/hooks";
import type { PageReaction } from "../../control/protocol.ts";
import { NamesContext } from "../ui/context.ts";
import { emoji } from "../ui/emoji.ts";

interface Props {
  reactions: readonly PageReaction[];
  me: string;
  onReact(type: string, on: boolean): void;
}

/** The reactions to a message; a click adds or takes back one's own. */
export function Reactions({ reactions, me, onReact }: Props): JSX.Element {
  const names = useContext(NamesContext);
  return (
    <div class="reactions">
      {reactions
        .filter(({ users }) => users.length > 0)
        .map(({ emoji_type, users }) => {
          const isMine = users.includes(me);
          const who = users.map((id) => names.get(id) ?? id).join(", ");
          return (
            <button
              key={emoji_type}
              type="button"
              class="reaction"
              aria-pressed={isMine}
              aria-label={`${emoji_type}, ${users.length}: ${who}`}
              title={who}
              onClick={() => onReact(emoji_type, !isMine)}
            >
              <span>{emoji(emoji_type)}</span>
              <span>{users.length}</span>
            </button>
          );
        })}
    </div>
  );
}
