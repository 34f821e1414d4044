import { beforeEach, describe, expect, it } from '@jest/globals';
import { fixedClock } from '#calendar';
import {
  type Append,
  AppendTooLarge,
  LogUnavailable,
  NotStorable,
  openMemoryLog,
  type OpenLog,
} from '#event-log';
import { borrowerStream } from '#facts';
import { Setback } from '#projections';
import { concerningFact } from './dossier.js';
import { followFacts, type Step } from './follow-facts.js';
import { settleClaims, type ArbiterDependencies } from './settle-claims.log.js';
import {
  borrowerKey,
  claimed,
  decided,
  issued,
  north,
  opened,
  type Planted,
  south,
} from './testing/borrower-facts.js';

let open: OpenLog;
beforeEach(() => {
  open = openMemoryLog();
});

const appended = async (...given: readonly Planted[]): Promise<void> => {
  for (const { stream, fact } of given) {
    const [facts = []] = await open.log.readStreams([{ stream, from: 0 }]);
    await open.log.append({ stream, expectedRevision: facts.at(-1)?.revision ?? 'none', facts: [fact] });
  }
};

/** The steps of everything recorded so far. */
const steps = async (): Promise<readonly Step[]> => {
  const facts = await open.sequence.readAfter(0, 1_000);
  return followFacts(
    { dossiers: new Map(), loans: new Map() },
    facts.flatMap((fact) => concerningFact(fact) ?? []),
  ).steps;
};

/** The log, told of each append before it is made. */
const watched = (before: (append: Append) => Promise<void> | void): ArbiterDependencies => ({
  clock: fixedClock(0),
  log: {
    readStreams: (reads) => open.log.readStreams(reads),
    append: async (append) => {
      await before(append);
      return open.log.append(append);
    },
  },
});
const quiet = watched(() => undefined);

const said = async (key = borrowerKey): Promise<readonly string[]> => {
  const [facts = []] = await open.log.readStreams([{ stream: borrowerStream(key), from: 0 }]);
  return facts.map(({ type, institution }) => `${type} ${institution}`);
};

const once = (work: () => Promise<unknown>): (() => Promise<void>) => {
  let done = false;
  return async () => {
    if (done) return;
    done = true;
    await work();
  };
};

describe('settling claims', () => {
  it('appends once for each cause, and gives what follows from the causes, also when it stood there', async () => {
    await appended(
      issued({ bank: north, on: '2024-03-01' }),
      claimed({ bank: north }),
      opened({ bank: south, start: '2020-01-01' }),
    );
    const appends: Append[] = [];
    const taken = await steps();
    const first = await settleClaims(
      watched((append) => void appends.push(append)),
      taken,
    );
    expect(appends.map(({ facts }) => facts.length)).toEqual([1, 1]);
    expect(first.map(({ revision, data }) => [revision, data.causedBy])).toEqual([
      [0, 2],
      [1, 3],
    ]);
    expect(await settleClaims(quiet, taken)).toEqual(first);
    expect(await settleClaims(quiet, taken.slice(0, 1))).toEqual(first.slice(0, 1));
    expect(await said()).toHaveLength(2);
  });

  it('tries no append again that stands, and none for a step from which nothing follows', async () => {
    await appended(issued({ bank: north, on: '2024-03-01' }), claimed({ bank: north }));
    await settleClaims(quiet, await steps());
    await appended(opened({ bank: south, start: '2024-06-01' }));
    const taken = await steps();
    expect(taken).toHaveLength(2);
    const tried: Append[] = [];
    const found = await settleClaims(
      watched((append) => void tried.push(append)),
      taken,
    );
    expect(tried).toEqual([]);
    expect(found.map(({ data }) => data.causedBy)).toEqual([2]);
  });

  it('says of each fact which one it follows from, when it was settled, and that nobody sent it', async () => {
    const claim = claimed({ bank: north });
    await appended(issued({ bank: north, on: '2024-03-01' }), claim);
    const [settled] = await settleClaims(quiet, await steps());
    expect(settled?.metadata).toMatchObject({
      reportId: null,
      actor: 'registry',
      correlationId: null,
      causationId: claim.fact.eventId,
      stampedAt: '1970-01-01T00:00:00.000Z',
    });
  });

  it('reads on when a supervisor decided in between', async () => {
    await appended(issued({ bank: north, on: '2024-03-01' }), claimed({ bank: north }));
    const between = once(() => appended(decided({ bank: north })));
    await settleClaims(watched(between), await steps());
    expect(await said()).toEqual([`FirstTimeContestDecided ${north}`, `FirstTimeRecognised ${north}`]);
  });

  it('appends nothing when another arbiter did in between, however far that one came', async () => {
    await appended(
      issued({ bank: north, on: '2024-03-01' }),
      claimed({ bank: north }),
      opened({ bank: south, start: '2020-01-01' }),
    );
    const taken = await steps();
    const between = once(() => settleClaims(quiet, taken));
    const found = await settleClaims(watched(between), taken);
    expect(await said()).toEqual([`FirstTimeRecognised ${north}`, `FirstTimeDenied ${north}`]);
    expect(found.map(({ data }) => data.causedBy)).toEqual([2, 3]);
  });

  it('goes on where another stopped', async () => {
    await appended(
      issued({ bank: north, on: '2024-03-01' }),
      claimed({ bank: north }),
      opened({ bank: south, start: '2020-01-01' }),
    );
    const taken = await steps();
    const between = once(() => settleClaims(quiet, taken.slice(0, 1)));
    await settleClaims(watched(between), taken);
    expect(await said()).toEqual([`FirstTimeRecognised ${north}`, `FirstTimeDenied ${north}`]);
  });

  it('settles other borrowers to the end when one fails, and tells the failure of the log as a setback', async () => {
    const other = '9131000013221158XC';
    await appended(
      issued({ bank: north, on: '2024-03-01' }),
      claimed({ bank: north }),
      issued({ bank: south, on: '2024-03-01', borrower: other }),
      claimed({ bank: south, borrower: other }),
    );
    const cut = new LogUnavailable();
    const dependencies = watched(async ({ stream }) => {
      if (stream === borrowerStream(borrowerKey)) throw cut;
      await new Promise((later) => setTimeout(later, 20));
    });
    const failure = await settleClaims(dependencies, await steps()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Setback);
    expect(failure).toMatchObject({
      message: 'The log did not take or give the facts of a borrower.',
      cause: cut,
    });
    expect(await said(other)).toEqual([`FirstTimeRecognised ${south}`]);
  });

  it.each([new AppendTooLarge(2, 1), new NotStorable('borrower', '22021'), new TypeError('no append')])(
    'does not try again what the log will never take: %s',
    async (never) => {
      await appended(issued({ bank: north, on: '2024-03-01' }), claimed({ bank: north }));
      const dependencies = watched(() => Promise.reject(never));
      await expect(settleClaims(dependencies, await steps())).rejects.toBe(never);
    },
  );

  it('asks nothing of the log when no claim is concerned', async () => {
    await appended(issued({ bank: north, on: '2024-03-01' }));
    expect(await steps()).toEqual([]);
    const mute: ArbiterDependencies = {
      clock: fixedClock(0),
      log: { readStreams: () => Promise.reject(new Error()), append: () => Promise.reject(new Error()) },
    };
    expect(await settleClaims(mute, [])).toEqual([]);
  });
});
