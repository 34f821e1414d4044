import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Alert, Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Programme, Replay } from '#contract';
import { shanghaiToday } from '../figures/cut.js';
import { InstitutionChoice } from '../breakdown/narrowing.js';
import { RegistryProblem, sendJson } from '../http/registry.client.js';
import { programmeShown } from '../progress/progress-view.js';
import { programmesQuery } from '../progress/progress.client.js';
import { useName } from '../progress/target-card.js';
import { Failed, Loading, NothingCalled } from '../shell/states.js';
import { ExplainSection } from './explain-section.js';
import { ReplaySection } from './replay-section.js';
import { replayAsked } from './replays-view.js';
import { useTitle } from '../shell/text-parts.js';
import { Select } from '../shell/select.js';
import '../shell/tasks.css';

/** An auditor has the log folded anew, sees whether it gives what is shown, and follows a figure or a loan down to its facts. */
export const ReplaysPage = () => {
  const { t } = useTranslation();
  const programmes = useQuery(programmesQuery);
  useTitle(t('replays.title'));
  return (
    <>
      <h1>{t('replays.title')}</h1>
      <p className="quiet">{t('replays.lead')}</p>
      {programmes.isPending && <Loading />}
      {programmes.isError && <Failed error={programmes.error} again={() => void programmes.refetch()} />}
      {programmes.data && <OfProgrammes programmes={programmes.data} />}
      <LoanHistory />
    </>
  );
};

const OfProgrammes = ({ programmes }: { readonly programmes: readonly Programme[] }) => {
  const { t } = useTranslation();
  const { programme: asked, id, asOf } = useSearch({ from: '/console/replays' });
  const chosen = programmeShown(programmes, asked, asOf ?? shanghaiToday(Date.now()));
  if (!chosen) return <p className="state">{t('replays.empty')}</p>;
  // Nothing is begun of another programme than the address says.
  const isFound = asked === undefined || asked === chosen.code;
  return (
    <>
      {!isFound && <NothingCalled name="programme" value={asked} />}
      <Begin programmes={programmes} chosen={isFound ? chosen.code : undefined} />
      {id !== undefined && <ReplaySection key={id} id={id} />}
      {isFound && <ExplainSection programme={chosen.code} />}
    </>
  );
};

const useReplaying = (programme: string | undefined) => {
  const navigate = useNavigate({ from: '/console/replays' });
  const view = useSearch({ from: '/console/replays' });
  return useMutation({
    mutationFn: () => sendJson<Replay>('POST', '/v1/replays', replayAsked(programme ?? '', view)),
    onSuccess: ({ id }) =>
      void navigate({ search: (now) => ({ ...now, programme, id }), resetScroll: false }),
  });
};

const Begin = ({
  programmes,
  chosen,
}: {
  readonly programmes: readonly Programme[];
  /** Undefined: there is none that the address says, and one has to be chosen. */
  readonly chosen: string | undefined;
}) => {
  const { t } = useTranslation();
  const name = useName();
  const navigate = useNavigate({ from: '/console/replays' });
  const view = useSearch({ from: '/console/replays' });
  const replaying = useReplaying(chosen);
  // What is written stands in the address at once, so that what is begun is what is seen there.
  const put = (given: { readonly asOf?: string | undefined; readonly known?: string | undefined }): void =>
    void navigate({ search: (now) => ({ ...now, ...given }), replace: true, resetScroll: false });
  const [known, setKnown] = useState(view.known ?? '');
  const begin = (event: FormEvent): void => {
    event.preventDefault();
    replaying.mutate();
  };
  return (
    <section className="task">
      <form className="cut" onSubmit={begin} aria-label={t('replays.title')}>
        <span className="field">
          <span>{t('replays.programme')}</span>
          <Select
            aria-label={t('replays.programme')}
            value={chosen}
            popupMatchSelectWidth={false}
            options={programmes.map((each) => ({ value: each.code, label: name(each.name) }))}
            onChange={(programme) =>
              void navigate({ search: (now) => ({ ...now, programme, target: undefined }), replace: true })
            }
          />
        </span>
        <label>
          <span>{t('replays.asOf')}</span>
          <Input
            type="date"
            value={view.asOf ?? ''}
            onChange={({ target }) => put({ asOf: target.value || undefined })}
          />
        </label>
        <label>
          <span>{t('replays.known')}</span>
          <Input
            value={known}
            maxLength={35}
            pattern="[1-9][0-9]*|\d{4}-\d{2}-\d{2}(T.+)?"
            title={t('replays.knownHint')}
            placeholder={t('replays.knownShort')}
            onChange={({ target }) => {
              setKnown(target.value);
              put({ known: target.value || undefined });
            }}
          />
        </label>
        <Button
          type="primary"
          htmlType="submit"
          disabled={chosen === undefined}
          loading={replaying.isPending}
        >
          {t('replays.run')}
        </Button>
      </form>
      {replaying.error && (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={t('replays.refused')}
          description={isSilent(replaying.error) ? t('shell.silent') : replaying.error.message}
        />
      )}
    </section>
  );
};

const isSilent = (error: Error): boolean => error instanceof RegistryProblem && error.status === 0;

/** Links to the page of a loan, which shows each of its facts with the state after it. */
const LoanHistory = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [institution, setInstitution] = useState<string>();
  const [loanId, setLoanId] = useState('');
  const open = (event: FormEvent): void => {
    event.preventDefault();
    if (institution !== undefined)
      void navigate({
        to: '/console/loans/$institution/$loanId',
        params: { institution, loanId: loanId.trim() },
      });
  };
  return (
    <section className="task" aria-labelledby="loan-history">
      <h2 id="loan-history">{t('replays.loan')}</h2>
      <p className="quiet">{t('replays.loanLead')}</p>
      <p>
        <Link to="/console/log">{t('replays.log')}</Link>
      </p>
      <form className="cut" onSubmit={open} aria-labelledby="loan-history">
        <InstitutionChoice
          label={t('replays.institution')}
          value={institution}
          choose={(chosen) => setInstitution(chosen)}
        />
        <label>
          <span>{t('replays.loanId')}</span>
          <Input required value={loanId} maxLength={64} onChange={({ target }) => setLoanId(target.value)} />
        </label>
        <Button htmlType="submit" disabled={institution === undefined}>
          {t('replays.open')}
        </Button>
      </form>
    </section>
  );
};
