import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { SentText } from '../shell/sent-text.js';
import type { Replay, TargetProgress } from '#contract';
import type { Unit } from '../figures/quantity.js';
import { exactQuantity } from '../figures/quantity.js';
import { useFollowed } from '../http/registry.client.js';
import { progressQuery } from '../progress/progress.client.js';
import { useName } from '../progress/target-card.js';
import { Failed, Loading } from '../shell/states.js';
import { Pairs } from '../shell/pairs.js';

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
      <h3 id="totals">{t('replays.totals')}</h3>
      <div className="scrolled tall" tabIndex={0} role="group" aria-labelledby="totals">
        <table>
          <thead>
            <tr>
              {(['target', 'replayed', 'projected', 'same'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`replays.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {replay.totals.map(({ target, replayed, projected }) => {
              const found = targets.get(target);
              return (
                <tr key={target}>
                  <th scope="row">{found ? name(found.name) : target}</th>
                  <td>
                    <span className="quantity">{exact(replayed, found?.unit)}</span>
                  </td>
                  <td>
                    <span className="quantity">{exact(projected, found?.unit)}</span>
                  </td>
                  <td className={`status status-${replayed === projected ? 'achieved' : 'missed'}`}>
                    {replayed === projected ? `✓ ${t('replays.yes')}` : `✗ ${t('replays.no')}`}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <h3>{t('replays.differences')}</h3>
      <Differences differences={replay.differences} />
    </>
  );
};

const Differences = ({ differences }: Pick<Replay, 'differences'>) => {
  const { t } = useTranslation();
  if (differences.length === 0) return <p>{t('replays.noDifferences')}</p>;
  return (
    <div className="scrolled" tabIndex={0} role="group" aria-label={t('replays.differences')}>
      <table>
        <thead>
          <tr>
            {(['target', 'member', 'replayed', 'projected'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`replays.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {differences.map(({ target, member, replayed, projected }) => (
            <tr key={`${target} ${member}`}>
              <th scope="row">{target}</th>
              <td>{member}</td>
              <td className="wraps">
                <SentText text={JSON.stringify(replayed)} />
              </td>
              <td className="wraps">
                <SentText text={JSON.stringify(projected)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
