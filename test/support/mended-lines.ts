import type { SubmissionRefusal } from '#contract';

/*
 * A line of a file is mended by what its refusal says, and by nothing else: where (`pointer`), what is wrong (`rule` and message) and what
 * to do about it (`cure`). Facts of the world, as whose loan it is, come out of the bank's own books, and only for the place that is named.
 */

export type Sent = Record<string, unknown>;

export interface Mending {
  /** The report as the bank's books have it. */
  readonly books: Sent;
  /** Members that a schema has, by the path of an object in it. */
  readonly membersAt: (type: string, path: readonly string[]) => readonly string[];
  readonly programmes: readonly string[];
  /** Refused the time before too: what it waits for is not on its way. */
  readonly isAgain: boolean;
}

/** Seventeen digits and the character that checks them. */
const residentNumber = /\d{17}[\dX]/;

const stepsOf = (pointer: string | null): readonly string[] => (pointer ?? '').split('/').slice(1);

const at = (sent: unknown, steps: readonly string[]): unknown =>
  steps.reduce<unknown>((value, step) => (value as Sent | undefined)?.[step], sent);

const replaced = (sent: unknown, [step, ...below]: readonly string[], value: unknown): unknown => {
  if (step === undefined) return value;
  const copy = { ...(sent as Sent) };
  const now = replaced(copy[step], below, value);
  if (now === undefined) delete copy[step];
  else copy[step] = now;
  return copy;
};

/** `(next 2, renewalNo 7)` after the title of a rule. */
const figureIn = (message: string, name: string): string | undefined =>
  new RegExp(`[(,] ?${name} ([^,)]+)`).exec(message)?.[1];

/** What a schema says that it takes, made of what stands there. */
const asAsked = (message: string, value: unknown): unknown => {
  const text = String(value);
  const [, listed] = /^must be one of (.*)$/.exec(message) ?? [];
  if (listed !== undefined)
    return listed.split(', ').find((each) => each.startsWith(text.toUpperCase().slice(0, 4)));
  if (message.startsWith('must be yuan')) return Number(text.replaceAll(',', '')).toFixed(2);
  if (message.startsWith('must be a calendar day')) return text.replaceAll('/', '-');
  if (message.startsWith('must be a whole number of basis points')) return Math.round(Number(text) * 100);
  if (message.startsWith('must be a time of day')) return `${text.padStart(5, '0')}:00`;
  if (message === 'must not repeat a tag') return [...new Set(value as readonly string[])];
  if (/^must be given as string$/.test(message) && typeof value === 'number') return value.toFixed(2);
  return undefined;
};

const ofSchema = (sent: Sent, { pointer, message }: SubmissionRefusal, mending: Mending): unknown => {
  const steps = stepsOf(pointer);
  if (message.en !== 'has a member that the schema does not know')
    return asAsked(message.en, at(sent, steps)) ?? at(mending.books, steps);
  const known = mending.membersAt(String(sent['type']), steps);
  return Object.fromEntries(Object.entries(at(sent, steps) as Sent).filter(([name]) => known.includes(name)));
};

/** The value that belongs where the refusal points. */
const valueFor = (sent: Sent, refusal: SubmissionRefusal, mending: Mending): unknown => {
  const { rule, pointer, message } = refusal;
  switch (rule) {
    case 'SCH-R01':
      return ofSchema(sent, refusal, mending);
    case 'IDN-R04':
      return JSON.parse(JSON.stringify(sent).replace(residentNumber, ''));
    case 'DUP-R01':
      return `${String(at(sent, ['id']))}-anew`;
    case 'RNW-R03':
      return Number(figureIn(message.en, 'next'));
    case 'RNW-R02':
      return figureIn(message.en, 'outstanding');
    case 'BLO-R01':
      return mending.programmes[0];
    default:
      return at(mending.books, stepsOf(pointer));
  }
};

/** One refusal after another of the same line. What may pass later is sent again as it is. */
export const mendedLine = (
  line: string,
  refusals: readonly SubmissionRefusal[],
  mending: Mending,
): string => {
  if (refusals.length === 0) return line;
  // It could not be read at all: it is written anew.
  if (refusals.some(({ rule }) => rule === 'invalid-request')) return JSON.stringify(mending.books);
  const mended = refusals
    .filter(({ retryable }) => !retryable || mending.isAgain)
    .reduce<unknown>(
      (sent, refusal) => replaced(sent, stepsOf(refusal.pointer), valueFor(sent as Sent, refusal, mending)),
      JSON.parse(line),
    );
  return JSON.stringify(mended);
};
