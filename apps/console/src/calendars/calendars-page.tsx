import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CalendarAnswer } from '#contract';
import { askRegistry, RegistryProblem } from '../http/registry.client.js';
import { useDefining } from '../programmes/definitions.client.js';
import { useSession } from '../session/session.client.js';
import { BasisBar, Failed, Loading } from '../shell/states.js';
import { faultsAt, LinesField, TextField, TaskForm } from '../shell/forms.js';
import { Rows } from '../shell/listed.js';
import { useTitle } from '../shell/text-parts.js';
import '../shell/tasks.css';

/** By which pace is counted. */
const calendarCode = 'CN';
const path = `/v1/calendars/${calendarCode}`;

type Year = CalendarAnswer['years'][number];

/** Working days of each year, which a supervisor sets as the notice of the year has them. */
export const CalendarsPage = () => {
  const { t } = useTranslation();
  const { role } = useSession();
  const { year } = useSearch({ from: '/console/calendars' });
  const calendar = useQuery({
    queryKey: ['calendar', path],
    queryFn: () => askRegistry<CalendarAnswer>(path),
  });
  const isNone = calendar.error instanceof RegistryProblem && calendar.error.status === 404;
  const years = calendar.data?.years ?? [];
  const amended = years.find((each) => String(each.year) === year);
  useTitle(t('calendars.title'));
  return (
    <>
      <h1>{t('calendars.title')}</h1>
      <p className="quiet">{t('calendars.lead')}</p>
      {calendar.data && <BasisBar basis={calendar.data.basis} />}
      {calendar.isPending && <Loading />}
      {calendar.isError && !isNone && <Failed error={calendar.error} again={() => void calendar.refetch()} />}
      {isNone && <p className="state">{t('calendars.none')}</p>}
      {years.length > 0 && <Years years={years} mayAmend={role === 'supervisor'} />}
      {role === 'supervisor' && !calendar.isPending && (
        <YearForm key={amended?.year ?? ''} amended={amended} />
      )}
    </>
  );
};

const Years = ({ years, mayAmend }: { readonly years: readonly Year[]; readonly mayAmend: boolean }) => {
  const { t } = useTranslation();
  const title = t('calendars.years', { code: calendarCode });
  return (
    <section className="task" aria-labelledby="years">
      <h2 id="years">{title}</h2>
      <Rows
        title={title}
        items={years}
        columns={[
          t('calendars.year'),
          { title: t('calendars.off'), of: 'long texts' },
          { title: t('calendars.worked'), of: 'long texts' },
          t('calendars.version'),
          ...(mayAmend ? [t('calendars.amend')] : []),
        ]}
        keyOf={({ year }) => year}
        cells={({ year, off, worked, version }) => [
          year,
          <Days key="off" days={off} />,
          <Days key="worked" days={worked} />,
          version,
          ...(mayAmend
            ? [
                <Link
                  key="amend"
                  to="/console/calendars"
                  search={(now) => ({ ...now, year: String(year) })}
                  aria-label={t('calendars.amendOf', { year })}
                >
                  {t('calendars.amend')}
                </Link>,
              ]
            : []),
        ]}
      />
    </section>
  );
};

/** The year stands beside them. */
const Days = ({ days }: { readonly days: readonly string[] }) =>
  days.map((day) => (
    <Fragment key={day}>
      <span className="day">{day.slice(5)}</span>{' '}
    </Fragment>
  ));

const daysIn = (text: string): readonly string[] =>
  text.split(/[\s,;\uff0c\uff1b、]+/).filter((day) => day !== '');

/** What is wrong with which of the days. */
const faultsOfDays = (error: Error | null, member: 'off' | 'worked', days: readonly string[]) =>
  days.flatMap((day, no) => faultsAt(error, `/${member}/${no}`).map((fault) => `${day}: ${fault}`));

/** A year as a whole. */
const YearForm = ({ amended }: { readonly amended: Year | undefined }) => {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/console/calendars' });
  const [year, setYear] = useState(amended ? String(amended.year) : '');
  const [off, setOff] = useState(amended?.off.join('\n') ?? '');
  const [worked, setWorked] = useState(amended?.worked.join('\n') ?? '');
  const defining = useDefining<CalendarAnswer>();
  const save = (): void =>
    defining.mutate({
      address: `${path}/${encodeURIComponent(year)}`,
      body: { off: daysIn(off), worked: daysIn(worked) },
    });
  const { data, variables } = defining;
  const saved = variables?.address.split('/').at(-1);
  const version = data?.answer.years.find((each) => String(each.year) === saved)?.version;
  return (
    <TaskForm
      id="set"
      title={amended ? t('calendars.setOf', { year }) : t('calendars.set')}
      action={t('calendars.save')}
      act={save}
      isPending={defining.isPending}
      others={
        amended && (
          <Button onClick={() => void navigate({ search: (now) => ({ ...now, year: undefined }) })}>
            {t('calendars.leave')}
          </Button>
        )
      }
      done={data && t(data.isRecorded ? 'calendars.saved' : 'calendars.stood', { year: saved, version })}
      error={defining.error}
    >
      <div className="fields">
        <TextField
          label={t('calendars.year')}
          value={year}
          set={setYear}
          required
          pattern="(19|[2-9]\d)\d\d"
          inputMode="numeric"
          disabled={amended !== undefined}
        />
        <LinesField
          label={t('calendars.days', { title: t('calendars.off') })}
          value={off}
          set={setOff}
          rows={8}
          faults={faultsOfDays(defining.error, 'off', daysIn(off))}
        />
        <LinesField
          label={t('calendars.days', { title: t('calendars.worked') })}
          value={worked}
          set={setWorked}
          rows={8}
          faults={faultsOfDays(defining.error, 'worked', daysIn(worked))}
        />
      </div>
    </TaskForm>
  );
};
