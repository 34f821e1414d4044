import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExplanationAnswer, ProgressAnswer, TargetProgress } from '#contract';
import { isSeq } from '../figures/cut.js';
import { ExactChoice } from '../figures/cut-control.js';
import { addressOf, askRegistry } from '../http/registry.client.js';
import { isBeforeDefinition, NoProgress } from '../progress/no-progress.js';
import { progressQuery } from '../progress/progress.client.js';
import { useName } from '../progress/target-card.js';
import { Moved } from '../progress/what-changed.js';
import { useInstantText } from '../figures/fact-names.js';
import { Failed, Loading } from '../shell/states.js';
import { Select } from '../shell/select.js';

/** Which facts moved a target between two of them, and at which it first became true. */
export const ExplainSection = ({ programme }: { readonly programme: string }) => {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/console/replays' });
  const { asOf, from, to } = useSearch({ from: '/console/replays' });
  const progress = useQuery(progressQuery(programme, { asOf, known: to }));
  return (
    <section className="task" aria-labelledby="explain">
      <h2 id="explain">{t('replays.explain')}</h2>
      <p className="quiet">{t('replays.explainLead')}</p>
      {progress.isPending && <Loading />}
      {progress.isError && (
        <>
          <NoProgress error={progress.error} known={to} again={() => void progress.refetch()} />
          <Button
            onClick={() =>
              void navigate({
                search: (now) => ({ ...now, from: undefined, to: undefined }),
                resetScroll: false,
              })
            }
          >
            {t('replays.otherCuts')}
          </Button>
        </>
      )}
      {progress.data && <Asking key={`${from} ${to}`} answer={progress.data} />}
    </section>
  );
};

/** Of a programme as known at the second fact. */
const Asking = ({ answer }: { readonly answer: ProgressAnswer }) => {
  const { t } = useTranslation();
  const name = useName();
  const navigate = useNavigate({ from: '/console/replays' });
  const { target, from, to } = useSearch({ from: '/console/replays' });
  const { targets, basis } = answer;
  const chosen = target === undefined ? targets[0] : targets.find(({ code }) => code === target);
  const [given, setGiven] = useState({ from: from ?? '1', to: to ?? String(basis.seq) });
  useEffect(() => setGiven((now) => ({ from: from ?? now.from, to: to ?? now.to })), [from, to]);
  const isInOrder = areInOrder(given.from, given.to);
  const ask = (event: FormEvent): void => {
    event.preventDefault();
    if (isInOrder)
      void navigate({ search: (now) => ({ ...now, ...given, target: chosen?.code }), resetScroll: false });
  };
  return (
    <>
      <form className="cut" onSubmit={ask} aria-label={t('replays.explain')}>
        <span className="field">
          <span>{t('replays.target')}</span>
          <Select
            aria-label={t('replays.target')}
            value={chosen?.code}
            popupMatchSelectWidth={false}
            options={targets.map((each) => ({ value: each.code, label: name(each.name) }))}
            onChange={(code) =>
              void navigate({ search: (now) => ({ ...now, target: code }), resetScroll: false })
            }
          />
        </span>
        {(['from', 'to'] as const).map((end) => (
          <label key={end}>
            <span>{t(`replays.${end}`)}</span>
            <Input
              required
              pattern="[1-9][0-9]*|\d{4}-\d{2}-\d{2}"
              title={t('replays.knownHint')}
              maxLength={15}
              value={given[end]}
              onChange={({ target: input }) => setGiven({ ...given, [end]: input.value })}
            />
          </label>
        ))}
        <Button htmlType="submit">{t('replays.ask')}</Button>
        <ExactChoice />
        {!isInOrder && (
          <p className="fault" role="alert">
            {t('replays.outOfOrder')}
          </p>
        )}
      </form>
      {!chosen && <p className="fault">{t('replays.noTarget')}</p>}
      {chosen && from !== undefined && to !== undefined && given.from === from && given.to === to && (
        <Compared answer={answer} target={chosen} from={from} />
      )}
    </>
  );
};

/** Which of a fact and a day is earlier is unknown until the day is looked up. */
const areInOrder = (from: string, to: string): boolean =>
  isSeq(from) === isSeq(to) ? (isSeq(from) ? Number(from) <= Number(to) : from <= to) : true;

interface Compared {
  readonly answer: ProgressAnswer;
  readonly target: TargetProgress;
  /** A fact, or a day of which the last fact is meant. */
  readonly from: string;
}

const Compared = ({ from, ...asked }: Compared) =>
  isSeq(from) ? <Explained {...asked} from={Number(from)} /> : <SinceDay {...asked} from={from} />;

const SinceDay = ({ from, answer, target }: Compared) => {
  const { t } = useTranslation();
  const { programme, basis } = answer;
  const before = useQuery(progressQuery(programme, { asOf: basis.effectiveAsOf, known: from }));
  if (before.isPending) return <Loading />;
  if (before.isError && isBeforeDefinition(before.error, from))
    return (
      <>
        <p className="quiet">{t('progress.changed.notYet', { day: from })}</p>
        <Explained answer={answer} target={target} from={1} />
      </>
    );
  if (before.isError) return <Failed error={before.error} again={() => void before.refetch()} />;
  return <Explained answer={answer} target={target} from={before.data.basis.seq} />;
};

interface Explaining {
  readonly answer: ProgressAnswer;
  readonly target: TargetProgress;
  readonly from: number;
}

const Explained = ({ answer: { programme, basis }, target, from }: Explaining) => {
  const { t } = useTranslation();
  const at = useInstantText();
  const { seq, effectiveAsOf } = basis;
  const became = useQuery({
    queryKey: ['became', programme, target.code, effectiveAsOf, seq],
    queryFn: () =>
      askRegistry<ExplanationAnswer>(
        addressOf('/v1/explain', {
          programme,
          target: target.code,
          effectiveAsOf,
          knownAt: String(seq),
          limit: '1',
        }),
      ),
  });
  const first = became.data?.became;
  return (
    <>
      {first && (
        <p>{t('replays.became', { seq: first.seq.toLocaleString('en'), at: at(first.recordedAt) })}</p>
      )}
      {first === null && <p>{t('replays.neverBecame')}</p>}
      <Moved
        programme={programme}
        target={target}
        basis={basis}
        view={{ asOf: effectiveAsOf, known: String(seq) }}
        from={Math.min(from, seq)}
      />
    </>
  );
};
