import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Programme, ProgrammeAnswer } from '#contract';
import { askRegistry } from '../http/registry.client.js';
import { useName } from '../progress/target-card.js';
import { useSession } from '../session/session.client.js';
import { BasisBar, Failed, Loading } from '../shell/states.js';
import { Rows } from '../shell/listed.js';
import { SentText, useTitle } from '../shell/text-parts.js';
import { seenText } from '../shell/seen-text.js';
import { CopySection, Wanted } from './copy-section.js';
import { Defined } from './defined.js';
import { useDefining } from './definitions.client.js';
import { ProgrammeFields } from './programmes-page.js';
import { periodText } from './target-draft.js';
import { TargetSection } from './target-form.js';
import '../shell/tasks.css';

/** One programme: its targets as they stand, and for a supervisor what amends it, adds to it, or copies it to another year. */
export const ProgrammePage = () => {
  const { t } = useTranslation();
  const { code } = useParams({ from: '/console/programmes/$code' });
  const programme = useQuery({
    queryKey: ['programme', code],
    queryFn: () => askRegistry<ProgrammeAnswer>(`/v1/programmes/${encodeURIComponent(code)}`),
  });
  const title = t('programmes.programmeOf', { code: seenText(code) });
  useTitle(title);
  return (
    <>
      <p className="no-print">
        <Link to="/console/programmes">{t('programmes.back')}</Link>
      </p>
      <h1>
        <bdi>{title}</bdi>
      </h1>
      {programme.isPending && <Loading />}
      {programme.isError && <Failed error={programme.error} again={() => void programme.refetch()} />}
      {programme.data && (
        <>
          <BasisBar basis={programme.data.basis} />
          <Shown programme={programme.data} />
        </>
      )}
    </>
  );
};

const Shown = ({ programme }: { readonly programme: Programme }) => {
  const { t } = useTranslation();
  const name = useName();
  const { role } = useSession();
  const { add, target: asked, years } = useSearch({ from: '/console/programmes/$code' });
  const { code, version, targets } = programme;
  const target = targets.find((each) => each.code === asked);
  const mayDefine = role === 'supervisor';
  return (
    <>
      <p>
        <SentText text={name(programme.name)} /> · {programme.from} – {programme.to} ·{' '}
        {t('programmes.versionSince', { version, seq: programme.seq.toLocaleString('en') })} ·{' '}
        <Link to="/console/progress" search={{ programme: code }}>
          {t('programmes.progress')}
        </Link>
      </p>
      <Targets programme={programme} mayAmend={mayDefine} />
      {mayDefine && (
        <>
          <p className="actions">
            <Link to="/console/programmes/$code" params={{ code }} search={{ add: 'target' }}>
              {t('programmes.addTarget')}
            </Link>
            <Link to="/console/programmes/$code" params={{ code }} search={{ add: 'copy' }}>
              {t('programmes.copy')}
            </Link>
          </p>
          {(target !== undefined || add === 'target') && (
            <TargetSection key={target?.code} programme={programme} target={target} />
          )}
          {add === 'copy' && <CopySection key={years} programme={programme} years={Number(years ?? '1')} />}
          <Amend programme={programme} />
        </>
      )}
    </>
  );
};

const Targets = ({
  programme: { code, targets },
  mayAmend,
}: {
  readonly programme: Programme;
  readonly mayAmend: boolean;
}) => {
  const { t } = useTranslation();
  const name = useName();
  if (targets.length === 0) return <p className="state">{t('programmes.noTargets')}</p>;
  return (
    <Rows
      title={t('programmes.targets')}
      items={targets}
      columns={[
        t('programmes.code'),
        t('programmes.name'),
        t('programmes.measure'),
        { title: t('programmes.wanted'), of: 'figures' },
        t('programmes.period'),
        t('programmes.version'),
        ...(mayAmend ? [t('programmes.amend')] : []),
      ]}
      keyOf={(target) => target.code}
      cells={(target) => [
        <SentText key="code" text={target.code} />,
        <SentText key="name" text={name(target.name)} />,
        <Link key="measure" to="/console/measures" search={{ code: target.measure }}>
          <SentText text={target.measure} />
        </Link>,
        <Wanted key="wanted" {...target} />,
        periodText(target.period),
        target.version,
        ...(mayAmend
          ? [
              <Link
                key="amend"
                to="/console/programmes/$code"
                params={{ code }}
                search={{ target: target.code }}
                aria-label={t('programmes.amendOf', { code: target.code })}
              >
                {t('programmes.amend')}
              </Link>,
            ]
          : []),
      ]}
    />
  );
};

const Amend = ({ programme }: { readonly programme: Programme }) => {
  const { t } = useTranslation();
  const { code, name, from, to } = programme;
  const [draft, setDraft] = useState({ ...name, from, to });
  const defining = useDefining();
  const amend = (event: FormEvent): void => {
    event.preventDefault();
    const address = `/v1/programmes/${encodeURIComponent(code)}`;
    const names = { zh: draft.zh.trim(), en: draft.en.trim() };
    defining.mutate({ address, body: { name: names, from: draft.from, to: draft.to } });
  };
  return (
    <section className="task" aria-labelledby="amend">
      <h2 id="amend">{t('programmes.amendProgramme')}</h2>
      <form onSubmit={amend}>
        <div className="fields">
          <ProgrammeFields draft={draft} set={(given) => setDraft({ ...draft, ...given })} />
        </div>
        <div className="actions">
          <Button htmlType="submit" loading={defining.isPending}>
            {t('programmes.saveProgramme')}
          </Button>
        </div>
      </form>
      <Defined defining={defining} />
    </section>
  );
};
