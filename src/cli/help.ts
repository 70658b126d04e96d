export const HELP = `lark-edge emulator [options] [-- command]

Runs the Feishu/Lark platform on this machine, with a page to talk to your bot.

  --bot URL       where your bot listens for events; may be started later
  --config FILE   JSON with apps, users, chats, faults and any of these options
  --scenario FILE JSON with faults: what goes wrong, where and when
  --state FILE    remembers everything in this file, and goes on from it
  --port N        port to listen on; 0 takes any free one           (default 5275)
  --host NAME     address to listen on; others on your network can
                  then read and write everything                    (default 127.0.0.1)
  --domain NAME   which platform to be: feishu, lark, or a URL      (default feishu)
  --strict        refuse operations without a behaviour of their own,
                  instead of making an answer up
  --allow NAME    with --strict: make this one up all the same, for
                  example drive.* (may be given more than once)
  --seed N        ids and keys are derived from it; without it they
                  belong to this machine and stay the same
  --write-env FILE
                  writes what the bot needs in its environment there, while
                  it runs: .env.local for wrangler dev
  -- command      starts the bot, too, with what it needs in its
                  environment; --bot says where it then listens
  -h, --help      this text
  -v, --version   the version
`;
