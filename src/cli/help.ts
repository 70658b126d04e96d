import type { CommandName } from "./arguments.ts";

/** The help without a command. */
export const HELP = `lark-edge COMMAND [options]

  emulator        runs the Feishu/Lark platform on this machine, with a page to talk to your bot
  listen          receives the events of an app over the long connection, and posts them to a bot
                  on this machine
  register        creates an app by a link or a QR code, and writes its id and secret into .env
  replay          posts recorded events to a bot on this machine again
  save-test       prints a recording as a vitest file
  trigger         sends an event of any type to a bot

  -h, --help      shows this text, or the options of a command
  -v, --version   shows the version
`;

const EMULATOR = `lark-edge emulator [options] [-- command]

Runs the Feishu/Lark platform on this machine, with a page to talk to your bot.

  --bot URL       address at which your bot receives events; the bot may
                  start later. A bot on the long connection needs none
  --config FILE   JSON with apps, users, chats, faults and any of these options
  --scenario FILE JSON with faults
  --state FILE    saves the state in this file, and restores it at the next
                  start
  --record FILE   appends every event that is sent to this file, for replay
                  and save-test
  --port N        port to listen on; 0 takes any free one           (default 5275)
  --host NAME     address to listen on; others on your network can
                  then read and write everything                    (default 127.0.0.1)
  --domain NAME   platform to emulate: feishu, lark, or a URL       (default feishu)
  --strict        refuses operations without state, instead of inventing
                  an answer
  --allow NAME    with --strict: invents answers of this operation, for
                  example drive.* (may be given more than once)
  --seed N        number from which ids and keys are derived; without it
                  they are the same in each run on this machine
  --write-env FILE
                  writes the environment variables of the bot to this file
                  while the emulator runs: .env.local for wrangler dev
  -- command      starts the bot as well, with these variables in its
                  environment; --bot is the address on which it listens
  -h, --help      shows this text
  -v, --version   shows the version
`;

const ENVIRONMENT = `  APP_ID, APP_SECRET                  the app; not needed by replay
  ENCRYPT_KEY, VERIFICATION_TOKEN     the keys of the bot: one of them, or both
  LARK_DOMAIN                         the platform, unless --domain names it`;

const LISTEN = `lark-edge listen --to URL [options]

Receives the events of an app over the long connection, and posts them to a webhook bot on this
machine, encrypted and signed with its keys. The answers of the bot go back to the platform. The bot
needs no public address.

  --to URL        address at which the bot receives events
  --env FILE      reads the variables below from this file
  --domain NAME   the platform: feishu, lark, or a URL              (default feishu)
  --print         prints the payload of each event
  --record FILE   appends every event to this file, for replay and save-test
  --redeliver     lets the platform deliver an event again that the bot
                  did not get; without it such an event is acknowledged
  -h, --help      shows this text
  -v, --version   shows the version

Environment variables:

${ENVIRONMENT}
`;

const REGISTER = `lark-edge register [options]

Creates an app without the developer console. The command shows a link, and a QR code in a terminal.
You open the link in the Feishu or Lark app and confirm. The command then writes APP_ID, APP_SECRET and
LARK_DOMAIN into a file that you alone can read. It does not print the secret.

  --env FILE      file to write                                     (default .env)
  --force         replaces another app that is in this file; without it
                  the command refuses. Other lines of the file stay
  --domain NAME   the platform: feishu, lark, or a URL              (default feishu)
  --name TEXT     name that the page proposes; {user} in it is you
  --description TEXT
                  description that the page proposes
  --app ID        uses this app in place of a new one
  --json          prints the link and the result as lines of JSON
  -h, --help      shows this text
  -v, --version   shows the version

Environment variables:

  LARK_DOMAIN     the platform, unless --domain names it
`;

const REPLAY = `lark-edge replay FILE --to URL [options]

Posts the events of a recording to a webhook bot on this machine again, in their order, encrypted and
signed anew with its keys. FILE is what listen --record or emulator --record has written.

  --to URL        address at which the bot receives events
  --env FILE      reads the variables below from this file
  --print         prints the payload of each event
  --new-ids       gives each event and each received message a new id. A bot
                  with \`once\` does not handle an id again that it knows. The
                  platform does not know the new message ids: a reply to such
                  a message fails
  -h, --help      shows this text
  -v, --version   shows the version

Environment variables:

${ENVIRONMENT}
`;

const SAVE_TEST = `lark-edge save-test FILE

Prints a recording as a vitest file: people do what they did, and the test expects the bot's answers.
FILE is what emulator --record has written. A recording of listen --record does not hold the answers,
so its test expects only that the bot acknowledges each event. For example:

  lark-edge save-test events.jsonl > bot.test.ts

The test imports createBot of ./bot.ts, which takes the credentials of the app with a fetch and returns
the function that takes requests.

  -h, --help      shows this text
  -v, --version   shows the version
`;

const TRIGGER = `lark-edge trigger EVENT [options]

Sends an event of the platform to a bot, with values that suit its fields.
Without --to the emulator that runs on this machine sends it to its bot, by
webhook or over the long connection.

  --set PATH=VALUE
                  sets a field of the event, for example
                  --set message.content='{"text":"hi"}' or
                  --set users[0].name=Ada (may be given more than once)
  --to URL        sends the event to the webhook of this bot, with the keys
                  of the environment variables ENCRYPT_KEY and
                  VERIFICATION_TOKEN; without them with those that
                  lark-edge emulator prints on this machine
  --emulator URL  address of the emulator              (default http://127.0.0.1:5275)
  --print         prints the event and sends nothing
  --list          lists all events
  -h, --help      shows this text
`;

/** The help of each command. */
export const HELP_OF: Readonly<Record<CommandName, string>> = {
  emulator: EMULATOR,
  listen: LISTEN,
  register: REGISTER,
  replay: REPLAY,
  "save-test": SAVE_TEST,
  trigger: TRIGGER,
};
