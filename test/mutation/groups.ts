/* What the nightly run changes, one place at a time, and the specs that must notice. */

export interface Part {
  /** Patterns of files below libs/. */
  readonly mutate: readonly string[];
  /** Specs below libs/, or folders with all that lie in them. The fewer, the sooner a change is through. */
  readonly specs: readonly string[];
  /** The longest that a test takes; 20 unless given. One that waits for ever is waited for as long. */
  readonly seconds?: number;
}

export interface Group {
  /** In percent, of each part: with less, the night fails. */
  readonly least: number;
  readonly parts: Readonly<Record<string, Part>>;
}

/** A piece of a part: files below libs/, apart by commas, each whole or in some of its lines, as `money/src/fen.ts:1-40`. Unless given, the whole part. */
export const pieceOf = (part: Part, files = ''): Part =>
  files === '' ? part : { ...part, mutate: files.split(',') };

/** The files of a folder, and the specs that lie in it. */
const folder = (path: string, ...more: readonly string[]): Part => ({
  mutate: [`${path}/*.ts`],
  specs: [path, ...more],
});

/** Files of a folder, with the specs there that speak about them: those of the same names unless given. */
const files = (path: string, names: readonly string[], specs: readonly string[] = names): Part => ({
  mutate: names.map((name) => `${path}/${name}.ts`),
  specs: specs.map((name) => `${path}/${name}.spec.ts`),
});

export const groups: Readonly<Record<string, Group>> = {
  deciders: {
    least: 85,
    parts: {
      loans: folder('loans/src'),
      // Its laws drive whole processes, and are no part of it.
      bailout: {
        mutate: ['bailout/src/**/*.ts'],
        specs: [
          'bailout/src/bailout.spec.ts',
          'bailout/src/refusal-figures.spec.ts',
          'bailout/src/grant-allocation.spec.ts',
          'bailout/src/bailout-programme.spec.ts',
          'bailout/src/allocation-use.spec.ts',
          'bailout/src/disburse.spec.ts',
          'bailout/src/return-disbursement.spec.ts',
        ],
      },
      indicators: folder('indicators/src'),
      institutions: folder('institutions/src'),
      decision: folder('decider/src'),
      'common-rules': files('recording/src', ['common-rules']),
      'new-fact': files('recording/src', ['new-fact']),
    },
  },
  arbiter: {
    least: 85,
    parts: {
      arbitrate: files('first-time-borrowers/src', ['arbitrate']),
      dossier: files(
        'first-time-borrowers/src',
        ['dossier', 'follow-facts', 'settled'],
        ['dossier', 'settled'],
      ),
      settling: files(
        'first-time-borrowers/src',
        ['settle-claims.log'],
        ['settle-claims.log', 'arbiter-setbacks'],
      ),
    },
  },
  appending: {
    least: 85,
    parts: {
      queue: files('event-log/src/postgres', ['waiting-append']),
      faults: files('event-log/src', ['postgres/database-fault', 'event-log-errors']),
      appender: {
        ...files(
          'event-log/src/postgres',
          ['appender.connection'],
          ['unreachable-database', 'acknowledged', 'lost-answer', 'log-end', 'appender'],
        ),
        seconds: 10,
      },
      batching: { ...folder('batching/src'), seconds: 5 },
    },
  },
  folds: {
    least: 85,
    parts: {
      streams: files(
        'recording/src',
        ['stream-folds.log', 'folded-stream.log', 'ledger.log', 'keyed-mutex'],
        ['stream-folds.log', 'changed-folds.log', 'change-stream.log', 'keyed-mutex'],
      ),
      rows: files('projections/src', ['row-fold']),
    },
  },
  followers: {
    least: 85,
    parts: {
      follower: files(
        'projections/src',
        ['projection.follower', 'follower-pace'],
        ['follower-pace', 'follower-setbacks', 'projection.follower'],
      ),
      checking: files('projections/src', ['checking.follower'], ['checking-rounds', 'checking.follower']),
      'shared-facts': files('projections/src', ['shared-facts']),
      'known-facts': files('facts/src', ['known-facts']),
    },
  },
  intake: {
    least: 85,
    parts: {
      reading: files('intake/src', ['read-report'], ['read-report', 'violations-listed', 'identification']),
      recording: {
        ...files(
          'intake/src',
          ['append-report.log', 'decide-report.log', 'record-report.handler'],
          [
            'append-report.log',
            'decide-report.log',
            'record-report.handler',
            'guarded-reports',
            'accepted-uscc',
            'reports-in-a-batch',
            'record-together.log',
            'record-report.laws',
          ],
        ),
        seconds: 5,
      },
      'in-stream-order': {
        ...files(
          'intake/src',
          ['in-stream-order', 'stream-batch'],
          ['in-stream-order', 'changes-in-order', 'stream-batch', 'intake.log'],
        ),
        seconds: 5,
      },
    },
  },
  verifying: {
    least: 85,
    parts: {
      signatures: files('signing/src', ['signed-note'], ['signed-note', 'signed-json']),
      history: folder('history/src'),
    },
  },
  values: {
    least: 85,
    parts: {
      money: folder('money/src'),
      calendar: folder('calendar/src'),
      identifiers: files(
        'identifiers/src',
        ['identifier', 'resident-number'],
        ['identifiers', 'uscc', 'resident-number', 'resident-number.laws'],
      ),
    },
  },
};
