export const TRIGGER_HELP = `lark-edge trigger EVENT [options]

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
