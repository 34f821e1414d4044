import { useTranslation } from 'react-i18next';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Input, Radio } from 'antd';
import { useState } from 'react';
import type { Borrower, Claim, ContestDecision } from '#contract';
import type { FirstTimeContestDecided } from '#facts';
import { FactNumber, useActorText } from '../figures/recorded-fact.js';
import { useNameOfKey } from '../breakdown/names-of-keys.js';
import { useInstantText } from '../figures/fact-names.js';
import { Rows } from '../shell/listed.js';
import { SentText } from '../shell/text-parts.js';
import { seenText } from '../shell/seen-text.js';
import { sendJson } from '../http/registry.client.js';
import { TaskForm } from '../shell/forms.js';
import { useDrawnText } from './claim-words.js';

/** Who decided for which loan, when and why; the last one is in force. */
export const Decisions = ({ decisions }: Pick<Borrower, 'decisions'>) => {
  const { t } = useTranslation();
  const name = useNameOfKey();
  const actor = useActorText();
  const at = useInstantText();
  const columns = ['fact', 'decidedFor', 'reason', 'decidedBy', 'recorded'] as const;
  return (
    <>
      <h3>{t('borrowers.decisions')}</h3>
      <Rows
        title={t('borrowers.decisions')}
        items={decisions}
        columns={columns.map((column) =>
          column === 'reason'
            ? { title: t('borrowers.reason'), of: 'long texts' as const }
            : t(`borrowers.${column}`),
        )}
        keyOf={({ seq }) => seq}
        cells={(fact) => {
          const { institution, loanId, reason } = fact.data as FirstTimeContestDecided['data'];
          return [
            <FactNumber key="seq" seq={fact.seq} />,
            <SentText key="for" text={`${name('institution', institution)} · ${loanId}`} />,
            <SentText key="reason" text={reason} />,
            <SentText key="by" text={actor(fact)} />,
            at(fact.recordedAt),
          ];
        }}
      />
    </>
  );
};

const keyOf = ({ institution, loanId }: Claim): string => `${institution} ${loanId}`;

/** A supervisor says which of several contested claims goes first, and why. Not there where nothing is contested. */
export const DecideContest = ({ borrower: { borrowerKey, claims } }: { readonly borrower: Borrower }) => {
  const { t } = useTranslation();
  const name = useNameOfKey();
  const drawn = useDrawnText();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<string>();
  const [reason, setReason] = useState('');
  const contested = claims.filter((claim) => claim.contested);
  const claim = contested.find((each) => keyOf(each) === chosen);
  const deciding = useMutation({
    mutationFn: ({ institution, loanId }: Claim) =>
      sendJson<ContestDecision>(
        'POST',
        `/v1/first-time-borrowers/${encodeURIComponent(borrowerKey)}/decision`,
        {
          institution,
          loanId,
          reason: reason.trim(),
        },
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['borrower', borrowerKey] });
      await client.invalidateQueries({ queryKey: ['claims'] });
    },
  });
  const decide = (): void => {
    if (claim) deciding.mutate(claim);
  };
  if (contested.length < 2) return null;
  const isDecided = claims.some((each) => each.reason === 'CONTEST_DECIDED');
  return (
    <TaskForm
      id="decide"
      title={t('borrowers.decide')}
      lead={
        <>
          <p className="quiet">{t('borrowers.decideLead')}</p>
          {isDecided && <p>{t('borrowers.decided')}</p>}
        </>
      }
      action={t('borrowers.record')}
      act={decide}
      isPending={deciding.isPending}
      isLacking={claim === undefined || reason.trim() === ''}
      done={deciding.data && t('borrowers.done')}
      error={deciding.error}
    >
      <fieldset className="choice">
        <legend>{t('borrowers.whichFirst')}</legend>
        <Radio.Group
          name="claim"
          aria-label={t('borrowers.whichFirst')}
          value={chosen ?? ''}
          options={contested.map((each) => ({
            value: keyOf(each),
            label: `${name('institution', each.institution)} · ${seenText(each.loanId)} · ${drawn(each)}`,
          }))}
          onChange={({ target }) => setChosen(String(target.value))}
        />
      </fieldset>
      <div className="fields">
        <label>
          <span>
            {t('shell.withHint', { label: t('borrowers.reason'), hint: t('borrowers.reasonHint') })}
          </span>
          <Input required maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} />
        </label>
      </div>
    </TaskForm>
  );
};
