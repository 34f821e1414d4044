import { Injectable } from '@nestjs/common';
import type { FactSequence } from '#event-log';
import { streams } from '#facts';
import type { MeasureCode } from '#identifiers';
import { KeyedMutex, type Ledger } from '#recording';
import { type Measure, measureRequest } from './define-measure.js';
import { type Programme, programmeRequest } from './define-programme.js';
import type { MeasuresByCode, ShownMeasures } from './target-fault.js';

// What targets and measures have to know of each other to be decided on.

const measuresOf = async (ledger: Ledger, codes: readonly MeasureCode[]): Promise<MeasuresByCode> => {
  const folded = await ledger.folds.load<readonly Measure[]>([...new Set(codes)].map(measureRequest));
  return new Map(
    folded.flatMap(({ state }) => (state.status === 'DEFINED' ? [[state.data.code, state.data]] : [])),
  );
};

/** Measures that stand under these codes, and the balances that growths among them are of. */
export const measuresShown = async (
  ledger: Ledger,
  codes: readonly MeasureCode[],
): Promise<MeasuresByCode> => {
  const named = await measuresOf(ledger, codes);
  return new Map([
    ...(await measuresOf(
      ledger,
      [...named.values()].flatMap(({ of }) => of ?? []),
    )),
    ...named,
  ]);
};

/**
 * What all targets in force show. Which programmes there are is asked of the sequence, which may lack one that is being defined just now;
 * what they and the measures are is read where it is decided.
 */
export const shownMeasures = async (ledger: Ledger, sequence: FactSequence): Promise<ShownMeasures> => {
  const codes = (await sequence.streamsNamed(streams.programme.prefix)).flatMap(
    (stream) => streams.programme.read(stream)?.programmeCode ?? [],
  );
  const folded = await ledger.folds.load<readonly Programme[]>(codes.map(programmeRequest));
  const targets = folded.flatMap(({ state }) =>
    state.status === 'DEFINED' ? [...state.targets.values()] : [],
  );
  const named = targets.flatMap(({ measure, beside }) => [measure, ...beside]);
  return { targets, measures: await measuresShown(ledger, named) };
};

/**
 * Targets and measures are decided on each other, and stand in streams of their own: one after another in a registry, so that neither misses
 * what the other records. Two registries may still pass each other in the same moment. Then a target has no figure, as it says,
 * until one of the two is amended; no figure is wrong by it.
 */
@Injectable()
export class DefinitionsOneByOne {
  private readonly mutex = new KeyedMutex();

  run<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.mutex.runExclusive(['targets and measures'], work);
  }
}
