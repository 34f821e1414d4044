import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Programme, Target } from '#contract';
import { Quantity } from '../figures/quantity-text.js';
import { putDefinition } from '../http/registry.client.js';
import { programmesQuery } from '../progress/progress.client.js';
import { ChoiceField, TextField } from '../shell/forms.js';
import { NotDone, Rows } from '../shell/listed.js';
import { SentText } from '../shell/text-parts.js';
import { copyOf, type CopyStep, copySuggested } from './next-year.js';
import { periodText } from './target-draft.js';

/** What became of a step, and nothing that the registry did not answer. */
type Outcome =
  | { readonly kind: 'sending' }
  | { readonly kind: 'recorded' | 'stood'; readonly version: number }
  | { readonly kind: 'failed'; readonly error: Error };

/** The programme of another year as a copy: all of it is shown before anything is sent, and then each part is sent by itself. */
export const CopySection = ({
  programme,
  years,
}: {
  readonly programme: Programme;
  readonly years: number;
}) => {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/console/programmes/$code' });
  const [asked, setAsked] = useState(() => copySuggested(programme, years));
  const sending = useSending();
  const steps = copyOf(programme, asked);
  const isThere = useQuery(programmesQuery).data?.some(({ code }) => code === asked.code) ?? false;
  const hasBegun = sending.outcomes.length > 0;
  const isOver =
    sending.outcomes.length === steps.length &&
    sending.outcomes.every(({ kind }) => kind === 'recorded' || kind === 'stood');
  const text = (member: 'code' | 'zh' | 'en', label: string) => (
    <TextField
      label={label}
      value={asked[member]}
      set={(value) => setAsked({ ...asked, [member]: value })}
      disabled={hasBegun}
      required
    />
  );
  return (
    <section className="task" aria-labelledby="copy">
      <h2 id="copy">{t('programmes.copy')}</h2>
      <p className="quiet">{t('programmes.copyLead')}</p>
      <div className="fields">
        {text('code', t('programmes.code'))}
        {text('zh', t('programmes.nameZh'))}
        {text('en', t('programmes.nameEn'))}
        <ChoiceField
          label={t('programmes.years')}
          value={String(years)}
          options={['1', '2', '3', '4', '5'].map((value) => ({
            value,
            label: t('programmes.yearsLater', { count: Number(value) }),
          }))}
          set={(chosen) =>
            void navigate({ search: { add: 'copy', years: chosen }, replace: true, resetScroll: false })
          }
        />
      </div>
      {isThere && !hasBegun && <p className="fault">{t('programmes.isThere', { code: asked.code })}</p>}
      <Steps steps={steps} outcomes={sending.outcomes} />
      <div className="actions">
        {!isOver && (
          <Button
            type="primary"
            loading={sending.isPending}
            disabled={asked.code === '' || asked.zh === '' || asked.en === ''}
            onClick={() => void sending.send(steps)}
          >
            {t(hasBegun ? 'programmes.goOn' : 'programmes.sendCopy', { count: steps.length })}
          </Button>
        )}
        <span role="status">
          {hasBegun && t('programmes.doneOf', { done: sending.done, all: steps.length })}
        </span>
        {isOver && (
          <Button
            onClick={() => void navigate({ to: '/console/programmes/$code', params: { code: asked.code } })}
          >
            {t('programmes.openCopy')}
          </Button>
        )}
      </div>
      {sending.failure && <NotDone error={sending.failure} />}
    </section>
  );
};

/** One after another; the first that fails ends it, and what was done before stands. Going on begins with the one that failed. */
const useSending = () => {
  const client = useQueryClient();
  const [outcomes, setOutcomes] = useState<readonly Outcome[]>([]);
  const isDone = ({ kind }: Outcome): boolean => kind === 'recorded' || kind === 'stood';
  const send = async (steps: readonly CopyStep[]): Promise<void> => {
    let done = outcomes.filter(isDone);
    for (const { address, body } of steps.slice(done.length)) {
      setOutcomes([...done, { kind: 'sending' }]);
      const outcome = await outcomeOf(address, body);
      done = [...done, outcome];
      setOutcomes(done);
      if (outcome.kind === 'failed') break;
    }
    await client.invalidateQueries();
  };
  const last = outcomes.at(-1);
  return {
    send,
    outcomes,
    done: outcomes.filter(isDone).length,
    isPending: last?.kind === 'sending',
    failure: last?.kind === 'failed' ? last.error : undefined,
  };
};

const outcomeOf = async (address: string, body: object): Promise<Outcome> => {
  try {
    const { isRecorded, answer } = await putDefinition<{ readonly version: number }>(address, body);
    return { kind: isRecorded ? 'recorded' : 'stood', version: answer.version };
  } catch (error) {
    return { kind: 'failed', error: error instanceof Error ? error : new Error(String(error)) };
  }
};

const Steps = ({
  steps,
  outcomes,
}: {
  readonly steps: readonly CopyStep[];
  readonly outcomes: readonly Outcome[];
}) => {
  const { t } = useTranslation();
  return (
    <Rows
      title={t('programmes.copy')}
      items={steps.map((step, at) => ({ ...step, outcome: outcomes[at] }))}
      columns={[
        t('programmes.code'),
        t('programmes.done'),
        t('programmes.before'),
        t('programmes.after'),
        { title: t('programmes.wanted'), of: 'figures' },
        t('programmes.nameZh'),
        t('programmes.nameEn'),
      ]}
      keyOf={({ from }) => from.code}
      cells={({ code, from, name, period, outcome }) => [
        <SentText key="code" text={code} />,
        <OutcomeText key="outcome" outcome={outcome} />,
        periodText('period' in from ? from.period : from),
        periodText(period),
        'comparator' in from && <Wanted key="wanted" {...from} />,
        <SentText key="zh" text={name.zh} />,
        <SentText key="en" text={name.en} />,
      ]}
    />
  );
};

/** What is to be reached. */
export const Wanted = ({
  comparator,
  threshold,
  unit,
}: Pick<Target, 'comparator' | 'threshold' | 'unit'>) => {
  const { t } = useTranslation();
  return (
    <>
      {t(`programmes.comparators.${comparator}`)}{' '}
      {threshold !== null && <Quantity text={threshold} unit={unit} />}
    </>
  );
};

const OutcomeText = ({ outcome }: { readonly outcome: Outcome | undefined }) => {
  const { t } = useTranslation();
  const text =
    outcome === undefined
      ? t('programmes.notSent')
      : t(`programmes.outcomes.${outcome.kind}`, 'version' in outcome ? { version: outcome.version } : {});
  const tones = { sending: 'open', recorded: 'achieved', stood: 'shown', failed: 'missed' } as const;
  return <span className={`status status-${outcome ? tones[outcome.kind] : 'shown'}`}>{text}</span>;
};
