import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Measure, Programme } from '#contract';
import { usePages } from '../http/pages.client.js';
import { useName } from '../progress/target-card.js';
import { useSession } from '../session/session.client.js';
import { BasisBar } from '../shell/states.js';
import { TextField } from '../shell/forms.js';
import { Listed } from '../shell/listed.js';
import { SentText, useTitle } from '../shell/text-parts.js';
import { Defined } from './defined.js';
import { useDefining } from './definitions.client.js';
import '../shell/tasks.css';

/** Programmes with their targets, and the measures that targets are made of. */
export const ProgrammesPage = () => {
  const { t } = useTranslation();
  const { role } = useSession();
  useTitle(t('programmes.title'));
  return (
    <>
      <h1>{t('programmes.title')}</h1>
      <p className="quiet">{t('programmes.lead')}</p>
      <ul className="parts no-print">
        <li>
          <Link to="/console/calendars" search={{ year: undefined }}>
            {t('calendars.title')}
          </Link>
        </li>
        <li>
          <Link to="/console/usccs">{t('usccs.title')}</Link>
        </li>
      </ul>
      <Programmes />
      {role === 'supervisor' && <NewProgramme />}
      <Measures isOwn={role === 'supervisor'} />
    </>
  );
};

const Programmes = () => {
  const { t } = useTranslation();
  const name = useName();
  const list = usePages<Programme>('/v1/programmes');
  const columns = ['code', 'name', 'from', 'to', 'targets', 'version'] as const;
  return (
    <section className="task" aria-labelledby="programmes">
      <h2 id="programmes">{t('programmes.programmes')}</h2>
      {list.basis && <BasisBar basis={list.basis} />}
      <Listed
        title={t('programmes.programmes')}
        list={list}
        file="programmes"
        empty={t('programmes.noProgrammes')}
        columns={columns.map((column) => t(`programmes.${column}`))}
        keyOf={({ code }) => code}
        cells={(programme) => [
          <Link key="code" to="/console/programmes/$code" params={{ code: programme.code }}>
            <SentText text={programme.code} />
          </Link>,
          <SentText key="name" text={name(programme.name)} />,
          programme.from,
          programme.to,
          programme.targets.length,
          programme.version,
        ]}
      />
    </section>
  );
};

const Measures = ({ isOwn }: { readonly isOwn: boolean }) => {
  const { t } = useTranslation();
  const name = useName();
  const list = usePages<Measure>('/v1/measures');
  const columns = ['code', 'name', 'operation', 'unit', 'version'] as const;
  return (
    <section className="task" aria-labelledby="measures">
      <h2 id="measures">{t('programmes.measures')}</h2>
      {isOwn && (
        <p>
          <Link to="/console/measures">{t('programmes.newMeasure')}</Link>
        </p>
      )}
      <Listed
        title={t('programmes.measures')}
        list={list}
        file="measures"
        empty={t('programmes.noMeasures')}
        columns={columns.map((column) => t(`programmes.${column}`))}
        keyOf={({ code }) => code}
        cells={(measure) => [
          <Link key="code" to="/console/measures" search={{ code: measure.code }}>
            <SentText text={measure.code} />
          </Link>,
          <SentText key="name" text={name(measure.name)} />,
          t(`programmes.operations.${measure.op}`),
          t(`programmes.units.${measure.unit}`),
          measure.version,
        ]}
      />
    </section>
  );
};

const nothing = { code: '', zh: '', en: '', from: '', to: '' };

const NewProgramme = () => {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(nothing);
  const defining = useDefining();
  const define = (event: FormEvent): void => {
    event.preventDefault();
    const { code, zh, en, from, to } = draft;
    const address = `/v1/programmes/${encodeURIComponent(code)}`;
    defining.mutate(
      { address, body: { name: { zh: zh.trim(), en: en.trim() }, from, to } },
      { onSuccess: () => setDraft(nothing) },
    );
  };
  return (
    <section className="task" aria-labelledby="new-programme">
      <h2 id="new-programme">{t('programmes.newProgramme')}</h2>
      <form onSubmit={define}>
        <div className="fields">
          <TextField
            label={t('shell.withHint', { label: t('programmes.code'), hint: t('programmes.codeHint') })}
            value={draft.code}
            set={(code) => setDraft({ ...draft, code })}
            required
            pattern="[A-Za-z0-9][A-Za-z0-9_.:\-]{0,63}"
            maxLength={64}
          />
          <ProgrammeFields draft={draft} set={(given) => setDraft({ ...draft, ...given })} />
        </div>
        <div className="actions">
          <Button type="primary" htmlType="submit" loading={defining.isPending}>
            {t('programmes.define')}
          </Button>
        </div>
      </form>
      <Defined defining={defining} />
    </section>
  );
};

interface ProgrammeDraft {
  readonly zh: string;
  readonly en: string;
  readonly from: string;
  readonly to: string;
}

/** Names and days of a programme. */
export const ProgrammeFields = ({
  draft,
  set,
}: {
  readonly draft: ProgrammeDraft;
  readonly set: (given: Partial<ProgrammeDraft>) => void;
}) => {
  const { t } = useTranslation();
  return (
    <>
      <TextField
        label={t('programmes.nameZh')}
        value={draft.zh}
        set={(zh) => set({ zh })}
        required
        lang="zh"
      />
      <TextField
        label={t('programmes.nameEn')}
        value={draft.en}
        set={(en) => set({ en })}
        required
        lang="en"
      />
      <TextField
        label={t('programmes.from')}
        value={draft.from}
        set={(from) => set({ from })}
        required
        type="date"
      />
      <TextField label={t('programmes.to')} value={draft.to} set={(to) => set({ to })} required type="date" />
    </>
  );
};
