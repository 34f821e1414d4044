import { type ForecastRecorded, forecastStream } from '#facts';
import { Ledger } from '#recording';
import { asWritten, metadataOf } from '#testing';
import type { ProgrammeCode, TargetCode } from '#identifiers';
import type { RunningRegistry } from './running-registry.js';

/** What was expected of a target as it was set first; recorded as the projector records it, where no day is waited for. */
export const recordForecast = async (
  { application }: RunningRegistry,
  programme: ProgrammeCode,
  target: TargetCode,
): Promise<void> => {
  const basis = { seq: 1, effectiveAsOf: '2024-03-01', definitions: 1 };
  const expected = { closing: '2.00', low: '1.00', high: '3.00', probability: '0.5000', attainedOn: null };
  const seed = '0'.repeat(64);
  const targets = [{ target, version: 1, definition: 1, computation: 1, seed, ...expected }];
  const data: ForecastRecorded['data'] = { programme, basis: asWritten(basis), method: 'made up', targets };
  await application.get(Ledger).log.append({
    stream: forecastStream(programme),
    expectedRevision: 'none',
    facts: [
      {
        eventId: '0190f3a4-0000-7000-8000-0000000000ff',
        type: 'ForecastRecorded',
        effectiveDate: null,
        institution: null,
        data,
        metadata: metadataOf(),
      },
    ],
  });
};
