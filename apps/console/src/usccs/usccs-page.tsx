import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Uscc } from '#contract';
import { usePages } from '../http/pages.client.js';
import { RegistryProblem } from '../http/registry.client.js';
import { useDefining } from '../programmes/definitions.client.js';
import { useSession } from '../session/session.client.js';
import { BasisBar } from '../shell/states.js';
import { faultsAt, TextField, TaskForm } from '../shell/forms.js';
import { Listed } from '../shell/listed.js';
import { SentText, useTitle } from '../shell/text-parts.js';
import '../shell/tasks.css';

const path = '/v1/usccs';

/** Credit codes that are lawful by a fact, and a form by which a supervisor adds one. */
export const UsccsPage = () => {
  const { t } = useTranslation();
  const { role } = useSession();
  const list = usePages<Uscc>(path);
  useTitle(t('usccs.title'));
  return (
    <>
      <h1>{t('usccs.title')}</h1>
      <p className="quiet">{t('usccs.lead')}</p>
      {list.basis && <BasisBar basis={list.basis} />}
      <section className="task" aria-labelledby="usccs">
        <h2 id="usccs">{t('usccs.list')}</h2>
        <Listed
          title={t('usccs.list')}
          list={list}
          file="credit-codes"
          empty={t('usccs.none')}
          columns={[
            t('usccs.code'),
            { title: t('usccs.reason'), of: 'long texts' },
            { title: t('usccs.fact'), of: 'figures' },
          ]}
          keyOf={({ code }) => code}
          cells={({ code, reason, seq }) => [
            code,
            <SentText key="reason" text={reason} />,
            seq.toLocaleString('en'),
          ]}
        />
      </section>
      {role === 'supervisor' && <Accept />}
    </>
  );
};

/** The code stands in the path, so that no place of the body is named for it. */
const ofCode = (error: Error | null): readonly string[] =>
  error instanceof RegistryProblem && error.status === 400 && !error.problem?.errors ? [error.message] : [];

const Accept = () => {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const [reason, setReason] = useState('');
  const defining = useDefining();
  const accept = (): void =>
    defining.mutate({
      address: `${path}/${encodeURIComponent(code.trim().toUpperCase())}`,
      body: { reason: reason.trim() },
    });
  const { data, variables } = defining;
  return (
    <TaskForm
      id="accept"
      title={t('usccs.accept')}
      action={t('usccs.doAccept')}
      act={accept}
      isPending={defining.isPending}
      isLacking={code.trim() === '' || reason.trim() === ''}
      done={
        data &&
        t(data.isRecorded ? 'usccs.accepted' : 'usccs.stood', {
          code: variables?.address.split('/').at(-1),
        })
      }
      error={defining.error}
    >
      <div className="fields">
        <TextField
          label={t('usccs.code')}
          value={code}
          set={setCode}
          faults={ofCode(defining.error)}
          required
          maxLength={18}
        />
        <TextField
          label={t('shell.withHint', { label: t('usccs.reason'), hint: t('usccs.reasonHint') })}
          value={reason}
          set={setReason}
          faults={faultsAt(defining.error, '/reason')}
          required
          maxLength={500}
        />
      </div>
    </TaskForm>
  );
};
