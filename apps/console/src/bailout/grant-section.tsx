import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BailoutProgramme, ChangedAllocation } from '#contract';
import { InstitutionChoice } from '../breakdown/institution-choice.js';
import { useNameOfKey } from '../breakdown/names-of-keys.js';
import { useQuantityText } from '../figures/quantity-text.js';
import { sendJson } from '../http/registry.client.js';
import { ChoiceField, faultsAt, TextField } from '../shell/fields.js';
import { TaskForm } from '../shell/task-form.js';
import { allocationsPath, moneyOf } from './bailout-view.js';

/** Of one grant: sent again after a break it is granted once. */
const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

interface Grant {
  readonly programme: string;
  readonly institution: string;
  readonly amount: string;
}

/** The key is that of what is written in the form, for as long as that is not granted. */
const useGranting = (done: () => void) => {
  const client = useQueryClient();
  const [key, setKey] = useState(newKey);
  return {
    renew: () => setKey(newKey()),
    granting: useMutation({
      mutationFn: (body: Grant) =>
        sendJson<ChangedAllocation>('POST', allocationsPath, body, { 'idempotency-key': key }),
      onSuccess: () => {
        setKey(newKey());
        done();
        return client.invalidateQueries();
      },
    }),
  };
};

/** Adds to what an institution may disburse under a programme with a cap. */
export const GrantSection = ({ programmes }: { readonly programmes: readonly BailoutProgramme[] }) => {
  const { t } = useTranslation();
  const name = useNameOfKey();
  const text = useQuantityText();
  const [programme, setProgramme] = useState<string>();
  const [institution, setInstitution] = useState<string>();
  const [amount, setAmount] = useState('');
  const { granting, renew } = useGranting(() => setAmount(''));
  const changed =
    <Value,>(set: (value: Value) => void) =>
    (value: Value): void => {
      renew();
      set(value);
    };
  const grant = (): void => {
    if (programme !== undefined && institution !== undefined)
      granting.mutate({ programme, institution, amount: moneyOf(amount) });
  };
  const { data } = granting;
  return (
    <TaskForm
      id="grant"
      title={t('bailout.grant')}
      lead={<p className="quiet">{t('bailout.grantLead')}</p>}
      action={t('bailout.doGrant')}
      act={grant}
      isPending={granting.isPending}
      isLacking={programme === undefined || institution === undefined}
      done={
        data && (
          <bdi>
            {t('bailout.grantedNow', {
              name: name('institution', data.institution),
              granted: text(data.granted, 'CNY'),
            })}
          </bdi>
        )
      }
      error={granting.error}
    >
      <div className="fields">
        <ChoiceField
          label={t('bailout.programme')}
          value={programme}
          options={programmes.map(({ code }) => ({ value: code, label: code }))}
          set={changed(setProgramme)}
        />
        <InstitutionChoice
          label={t('bailout.institution')}
          value={institution}
          choose={changed(setInstitution)}
        />
        <TextField
          label={t('bailout.amount')}
          value={amount}
          set={changed(setAmount)}
          faults={faultsAt(granting.error, '/amount')}
          required
          inputMode="decimal"
        />
      </div>
    </TaskForm>
  );
};
