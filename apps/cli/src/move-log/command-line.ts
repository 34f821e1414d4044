import { parseArgs } from 'node:util';

export type Direction = 'event-store' | 'postgres';

export type Asked =
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string }
  /** Without a direction both sides are held against each other and nothing is moved. */
  | { readonly kind: 'move'; readonly to: Direction | undefined; readonly isCheckOnly: boolean };

export const usage = `npm run move-log -- --to event-store | --to postgres | --prove

Copies the log from one engine to the other, proves that both hold the same facts in the same order with the same totals, and
only then says in the database where the log lives. Stop registry and projector first.

  --to event-store   from the table of facts into the event store
  --to postgres      from the event store into the table of facts: of the database that was in use with the store, or an empty one
  --prove            proves alone; nothing is copied and nothing is changed
  --check            says what is wrong with arguments and settings, and does nothing else
  --help

The settings are those of the registry: XUDAI_DATABASE_URL (none means the embedded database of XUDAI_DATA_DIR),
XUDAI_EVENT_STORE_URL, XUDAI_STREAM_PREFIX. A move that was broken off is begun again with the same command and goes on.

Exit codes: 0 done, or the same; 1 they differ, or the log cannot be moved as things stand; 2 arguments or settings are wrong;
3 a server cannot be reached.

Example: XUDAI_EVENT_STORE_URL='esdb://127.0.0.1:2113?tls=false' XUDAI_STREAM_PREFIX=city- npm run move-log -- --to event-store`;

const wrong = (message: string): Asked => ({ kind: 'wrong', message });

const options = {
  to: { type: 'string' },
  prove: { type: 'boolean' },
  check: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

export const readCommandLine = (args: readonly string[]): Asked => {
  let values: ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];
  try {
    ({ values } = parseArgs({ args: [...args], options }));
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
  const { to, prove = false, check: isCheckOnly = false, help = false } = values;
  if (help) return { kind: 'help' };
  if (to !== undefined && prove)
    return wrong('Every move is proved: --prove goes alone, and means that nothing is moved.');
  if (prove) return { kind: 'move', to: undefined, isCheckOnly };
  if (to === 'event-store' || to === 'postgres') return { kind: 'move', to, isCheckOnly };
  return wrong(
    to === undefined
      ? 'Say --to event-store, --to postgres or --prove.'
      : '--to takes event-store or postgres.',
  );
};
