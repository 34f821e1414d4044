import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Replay, TargetProgress } from '#contract';
import { SentText, Pairs } from '../shell/text-parts.js';
import { type Unit, exactQuantity } from '../figures/quantity.js';
import { useFollowed } from '../http/registry.client.js';
import { progressQuery } from '../progress/progress.client.js';
import { useName } from '../progress/target-card.js';
import { Rows } from '../shell/listed.js';
import { Failed, Loading } from '../shell/states.js';

/** One replay: how far it is while it goes on, its verdict, and both sides of every target. */
export const ReplaySection = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const replay = useFollowed<Replay>(`/v1/replays/${id}`, ({ status }) => status !== 'RUNNING');
  return (
    <section className="task" aria-labelledby="replay">
      <h2 id="replay">{t('replays.one', { id })}</h2>
      {replay.isPending && <Loading />}
      {replay.isError && <Failed error={replay.error} again={() => void replay.refetch()} />}
      {replay.data && <ReplayState replay={replay.data} />}
      {replay.data?.verdict && <Both replay={replay.data} />}
    </section>
  );
};

const ReplayState = ({ replay }: { readonly replay: Replay }) => {
  const { t } = useTranslation();
  const { status, verdict, factsRead, factsTotal, seq, effectiveAsOf, durationMs, reason } = replay;
  const count = (value: number): string => value.toLocaleString('en');
  const rows: readonly (readonly [string, string])[] = [
    [t('replays.programme'), replay.programme],
    [t('replays.asOf'), effectiveAsOf],
    ...(seq === null ? [] : [[t('replays.at'), count(seq)] as const]),
    [t('replays.progress'), `${count(factsRead)} / ${count(factsTotal)}`],
    [t('replays.duration'), t('replays.seconds', { seconds: (durationMs / 1_000).toFixed(1) })],
  ];
  return (
    <>
      <p
        role="status"
        className={verdict ? `verdict verdict-${verdict === 'equal' ? 'good' : 'bad'}` : 'status status-open'}
      >
        {verdict
          ? `${verdict === 'equal' ? '✓' : '✗'} ${t(`replays.verdict.${verdict}`)}`
          : t(`replays.status.${status}`)}
      </p>
      {reason !== null && <p className="fault">{reason}</p>}
      <progress
        className="measured"
        aria-label={t('replays.progress')}
        value={factsRead}
        max={Math.max(factsTotal, 1)}
      />
      <Pairs rows={rows} />
    </>
  );
};

/** Names and units of the targets as they are defined where both sides were read. */
const useTargets = ({ programme, effectiveAsOf, seq }: Replay) => {
  const asked = progressQuery(programme, { asOf: effectiveAsOf, known: String(seq) });
  const { data } = useQuery({ ...asked, enabled: seq !== null });
  return new Map<string, TargetProgress>(data?.targets.map((target) => [target.code, target]));
};

const Both = ({ replay }: { readonly replay: Replay }) => {
  const { t } = useTranslation();
  const targets = useTargets(replay);
  const name = useName();
  const exact = (text: string | null, unit: Unit | undefined): string => {
    if (text === null) return '—';
    return unit === undefined ? text : exactQuantity(text, unit);
  };
  return (
    <>
      <h3>{t('replays.totals')}</h3>
      <Rows
        title={t('replays.totals')}
        items={replay.totals}
        columns={[
          t('replays.target'),
          { title: t('replays.replayed'), of: 'figures' },
          { title: t('replays.projected'), of: 'figures' },
          t('replays.same'),
        ]}
        keyOf={({ target }) => target}
        cells={({ target, replayed, projected }) => {
          const found = targets.get(target);
          const isSame = replayed === projected;
          return [
            found ? name(found.name) : target,
            exact(replayed, found?.unit),
            exact(projected, found?.unit),
            <span key="same" className={`status status-${isSame ? 'achieved' : 'missed'}`}>
              {isSame ? `✓ ${t('replays.yes')}` : `✗ ${t('replays.no')}`}
            </span>,
          ];
        }}
      />
      <h3>{t('replays.differences')}</h3>
      <Differences differences={replay.differences} />
      <WrongRows rows={replay.rows} />
    </>
  );
};

const WrongRows = ({ rows }: Pick<Replay, 'rows'>) => {
  const { t } = useTranslation();
  if (rows.length === 0) return null;
  return (
    <>
      <h3>{t('replays.rows')}</h3>
      <Rows
        title={t('replays.rows')}
        items={rows}
        columns={[
          t('replays.table'),
          t('replays.key'),
          { title: t('replays.expected'), of: 'long texts' },
          { title: t('replays.found'), of: 'long texts' },
        ]}
        keyOf={({ table, key }) => `${table} ${key}`}
        cells={({ table, key, expected, found }) => [
          table,
          <SentText key="row" text={key} />,
          <SentText key="expected" text={JSON.stringify(expected)} />,
          <SentText key="found" text={JSON.stringify(found)} />,
        ]}
      />
    </>
  );
};

const Differences = ({ differences }: Pick<Replay, 'differences'>) => {
  const { t } = useTranslation();
  if (differences.length === 0) return <p>{t('replays.noDifferences')}</p>;
  return (
    <Rows
      title={t('replays.differences')}
      items={differences}
      columns={[
        t('replays.target'),
        t('replays.member'),
        { title: t('replays.replayed'), of: 'long texts' },
        { title: t('replays.projected'), of: 'long texts' },
      ]}
      keyOf={({ target, member }) => `${target} ${member}`}
      cells={({ target, member, replayed, projected }) => [
        target,
        member,
        <SentText key="replayed" text={JSON.stringify(replayed)} />,
        <SentText key="projected" text={JSON.stringify(projected)} />,
      ]}
    />
  );
};
