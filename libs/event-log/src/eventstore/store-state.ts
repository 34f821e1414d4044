/** A sequencer gives a sign of life each second. */
const longestSilenceMs = 10_000;
/** Facts that lie in the store for longer and are not in the sequence: its subscription has stopped without a word. */
const longestBehindMs = 10_000;

/** How store and sequencer stand, as seen by a process that is neither. Sentences and numbers come from this one reading. */
export interface StoreState {
  /** Whether its leader says where it ends. */
  readonly answers: 'yes' | 'silent' | 'denied';
  /** It is not the store whose facts the database has. */
  readonly isOtherStore: boolean;
  /** All events that were in it when this process started are sequenced by now. */
  readonly isBarrierPassed: boolean;
  /** What it last said; or that there was none yet, that it follows other streams, that the database could not be asked. */
  readonly sequencer:
    | { readonly failure: string | null; readonly silentMs: number }
    | 'none'
    | 'of-another-prefix'
    | 'unread';
  /** For so long a fact of the store was seen and is not in the sequence; null where the database could not be asked. */
  readonly behindMs: number | null;
}

/**
 * Why facts are not recorded, or do not come into their order; none when all is well. A database that was not read is reported by who
 * asked.
 */
export const reasonsOf = ({
  answers,
  isOtherStore,
  isBarrierPassed,
  sequencer,
  behindMs,
}: StoreState): readonly string[] => [
  ...(answers === 'silent' ? ['The event store does not answer, or has no leader.'] : []),
  ...(answers === 'denied'
    ? ['The event store denies access to the account that XUDAI_EVENT_STORE_URL names.']
    : []),
  ...(isOtherStore
    ? [
        'Reports are refused: the event store does not hold the last fact of the sequence where it was. It is another store, or an older copy of it.',
      ]
    : []),
  ...(isBarrierPassed
    ? []
    : ['Reports are refused: not all that was recorded before this registry started is in order yet.']),
  ...reasonsOfSequencer(sequencer),
  ...(behindMs !== null && behindMs > longestBehindMs
    ? [`For ${behindMs} ms the sequencer has not passed a fact of the event store.`]
    : []),
];

const reasonsOfSequencer = (sequencer: StoreState['sequencer']): readonly string[] => {
  if (sequencer === 'unread') return [];
  if (sequencer === 'none') return ['Nobody has begun to put the facts of the event store in order.'];
  if (sequencer === 'of-another-prefix') return ['The sequencer follows streams of another prefix.'];
  const { failure, silentMs } = sequencer;
  if (failure !== null) return [`The sequencer stands still: ${failure}`];
  return silentMs > longestSilenceMs ? [`The sequencer was last heard of ${silentMs} ms ago.`] : [];
};
