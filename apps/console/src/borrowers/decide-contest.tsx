import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Radio } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Borrower, Claim, ContestDecision } from '#contract';
import { useNameOfKey } from '../breakdown/names-of-keys.js';
import { sendJson } from '../http/registry.client.js';
import { NotDone } from '../shell/listed.js';
import { seenText } from '../shell/sent-text.js';
import { useDrawnText } from './claim-words.js';

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
  const decide = (event: FormEvent): void => {
    event.preventDefault();
    if (claim) deciding.mutate(claim);
  };
  if (contested.length < 2) return null;
  const isDecided = claims.some((each) => each.reason === 'CONTEST_DECIDED');
  return (
    <section className="task" aria-labelledby="decide">
      <h2 id="decide">{t('borrowers.decide')}</h2>
      <p className="quiet">{t('borrowers.decideLead')}</p>
      {isDecided && <p>{t('borrowers.decided')}</p>}
      <form onSubmit={decide}>
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
              {t('borrowers.reason')} ({t('borrowers.reasonHint')})
            </span>
            <Input
              required
              maxLength={500}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          </label>
        </div>
        <div className="actions">
          <Button
            type="primary"
            htmlType="submit"
            disabled={claim === undefined || reason.trim() === ''}
            loading={deciding.isPending}
          >
            {t('borrowers.record')}
          </Button>
          <span role="status">{deciding.data && t('borrowers.done')}</span>
        </div>
      </form>
      {deciding.error && <NotDone error={deciding.error} />}
    </section>
  );
};
