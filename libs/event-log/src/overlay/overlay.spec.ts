import { beforeEach, describe, expect, it } from '@jest/globals';
import { asInstitutionCode } from '#identifiers';
import {
  asStored,
  collected,
  foundIn,
  newStream,
  plantedAppend,
  plantedFact,
  plantedFacts,
} from '../contract/planted-appends.js';
import type { Append } from '../event-log.js';
import { OverlayFull } from '../event-log-errors.js';
import { openMemoryLog } from '../memory/open-memory-log.js';
import type { OpenLog } from '../open-log.js';
import { overlayOf } from './overlay.js';

let base: OpenLog;
let below: Append;

beforeEach(async () => {
  base = openMemoryLog();
  below = plantedAppend(newStream(), 'none', plantedFacts(3));
  await base.log.append(below);
});

describe('an overlay over facts', () => {
  it('reads the base, appends after it, and does not change it', async () => {
    const { log } = overlayOf(base.log, base.index);
    const { stream } = below;
    const own = plantedAppend(stream, 2, plantedFacts(2));
    expect(await log.append(plantedAppend(stream, 'none'))).toEqual({
      outcome: 'conflict',
      actualRevision: 2,
    });
    expect(await log.append(own)).toMatchObject({ outcome: 'appended', firstRevision: 3, lastRevision: 4 });
    expect(await log.append(plantedAppend(stream, 2))).toEqual({ outcome: 'conflict', actualRevision: 4 });

    const all = [...asStored(below, 0), ...asStored(own, 3)];
    const read = (more: object) => collected(log.readStream({ stream, ...more }));
    expect(await read({})).toEqual(all);
    expect(await read({ from: 2, limit: 2 })).toEqual(all.slice(2, 4));
    expect(await read({ from: 4 })).toEqual(all.slice(4));
    expect(await read({ limit: 2 })).toEqual(all.slice(0, 2));
    expect(await read({ direction: 'backwards' })).toEqual(all.toReversed());
    expect(await read({ direction: 'backwards', from: 3, limit: 2 })).toEqual([all[3], all[2]]);
    expect(await read({ direction: 'backwards', limit: 1 })).toEqual([all[4]]);
    expect(await log.readStreams([{ stream, from: 1 }])).toEqual([all.slice(1)]);
    expect(await collected(base.log.readStream({ stream }))).toEqual(asStored(below, 0));
    expect(await base.sequence.headSeq()).toBe(3);
  });

  it('continues a stream of the base, whatever is appended to the base later', async () => {
    const { log } = overlayOf(base.log, base.index);
    const { stream } = below;
    const own = plantedAppend(stream, 2);
    await log.append(own);
    await base.log.append(plantedAppend(stream, 2, plantedFacts(4)));
    const all = [...asStored(below, 0), ...asStored(own, 3)];
    expect(await collected(log.readStream({ stream }))).toEqual(all);
    expect(await collected(log.readStream({ stream, direction: 'backwards' }))).toEqual(all.toReversed());
    expect(await log.readStreams([{ stream, from: 0 }])).toEqual([all]);
    expect(await log.append(plantedAppend(stream, 3))).toMatchObject({
      outcome: 'appended',
      lastRevision: 4,
    });
  });

  it('reads the base in streams without appends of its own', async () => {
    const { log } = overlayOf(base.log, base.index);
    const { stream } = below;
    expect(await log.append(plantedAppend(stream, 5))).toEqual({ outcome: 'conflict', actualRevision: 2 });
    await base.log.append(plantedAppend(stream, 2));
    expect(await log.append(plantedAppend(stream, 3))).toMatchObject({
      outcome: 'appended',
      lastRevision: 4,
    });
  });

  it('gives all facts of the base, then its own, from any position', async () => {
    const { log } = overlayOf(base.log, base.index);
    const own = plantedAppend(newStream(), 'none', plantedFacts(2));
    await log.append(own);
    const all = await collected(log.readAll(null));
    expect(all.map(({ fact }) => fact)).toEqual([...asStored(below, 0), ...asStored(own, 0)]);
    for (const [place, { position }] of all.entries())
      expect(await collected(log.readAll(position))).toEqual(all.slice(place + 1));
    expect(await collected(log.subscribe(null, new AbortController().signal))).toEqual([
      ...all,
      { caughtUp: true },
    ]);
  });

  it('finds its own reports first', async () => {
    const { log, index } = overlayOf(base.log, base.index);
    const metadata = below.facts[1]?.metadata ?? plantedFact().metadata;
    const reportId = metadata.reportId ?? '';
    expect(await foundIn(index, asInstitutionCode('BANK0001'), reportId)).toMatchObject({
      stream: below.stream,
      seq: 2,
    });
    const own = plantedAppend(newStream(), 'none', [plantedFact(), plantedFact({ metadata })]);
    await log.append(own);
    expect(await foundIn(index, asInstitutionCode('BANK0001'), reportId)).toMatchObject({
      stream: own.stream,
      revision: 1,
      seq: -2,
    });
    const asked = [...below.facts, ...own.facts].map((fact) => ({
      institution: asInstitutionCode('BANK0001'),
      reportId: fact.metadata.reportId ?? '',
    }));
    const found = await index.findMany([
      ...asked,
      { institution: asInstitutionCode('BANK0001'), reportId: 'R-unknown' },
    ]);
    expect(found.map((report) => report?.seq)).toEqual([1, -2, 3, -1, -2, undefined]);
  });

  it('bounds the number of its appends', async () => {
    const { log } = overlayOf(base.log, base.index, { mostAppends: 2 });
    const stream = newStream();
    const append = plantedAppend(stream, 'none');
    await log.append(append);
    await log.append(plantedAppend(stream, 0, plantedFacts(5)));
    await expect(log.append(plantedAppend(stream, 5))).rejects.toThrow(OverlayFull);
    expect(await log.append(append)).toMatchObject({ outcome: 'appended', lastRevision: 0 });
    expect(await log.append(plantedAppend(stream, 9))).toMatchObject({ outcome: 'conflict' });
    expect(await collected(log.readStream({ stream }))).toHaveLength(6);
  });

  it('may have another overlay as its base', async () => {
    const middle = overlayOf(base.log, base.index);
    await middle.log.append(plantedAppend(below.stream, 2));
    const { log, index } = overlayOf(middle.log, middle.index);
    expect(await log.append(plantedAppend(below.stream, 3))).toMatchObject({
      outcome: 'appended',
      lastRevision: 4,
    });
    expect(await collected(middle.log.readStream({ stream: below.stream }))).toHaveLength(4);
    expect(
      await foundIn(index, asInstitutionCode('BANK0001'), below.facts[0]?.metadata.reportId ?? ''),
    ).toMatchObject({
      seq: 1,
    });
  });
});
