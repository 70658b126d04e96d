import type { JSX } from "preact";
import type { PageUser } from "../../control/protocol.ts";
import { t } from "../language/language.ts";
import { Message } from "../message/message.tsx";
import { Boundary } from "../ui/boundary.tsx";
import { memo } from "../ui/memo.tsx";
import { toDay } from "../ui/time.ts";
import type { Row } from "./rows.ts";

interface Props {
  rows: readonly Row[];
  me: string;
  members: readonly PageUser[];
  chatNames: ReadonlyMap<string, string>;
}

function Chunk({ rows, me, members, chatNames }: Props): JSX.Element {
  return (
    <>
      {rows.map(({ message, parent, isFollowing, day }) => [
        day !== undefined && (
          <div key={day} class="day">
            <span>{toDay(day)}</span>
          </div>
        ),
        <Boundary key={message.message_id} what={t("This message")} of={message}>
          <Message
            message={message}
            parent={parent}
            isFollowing={isFollowing}
            me={me}
            members={members}
            chatNames={chatNames}
          />
        </Boundary>,
      ])}
    </>
  );
}

/** Some messages, one below the other. */
export const MessageChunk: ReturnType<typeof memo<Props>> = memo(Chunk);
