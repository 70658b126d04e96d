export const HELP = `lark-edge emulator [options] [-- command]

Runs the Feishu/Lark platform on this machine, with a page to talk to your bot.

  --bot URL       address at which your bot receives events; the bot may
                  start later
  --config FILE   JSON with apps, users, chats, faults and any of these options
  --scenario FILE JSON with faults
  --state FILE    saves the state in this file, and restores it at the next
                  start
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

lark-edge trigger EVENT [options]

Sends an event of any type to a bot; lark-edge trigger --help has its options.
`;
