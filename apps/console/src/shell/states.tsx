import { LoadingOutlined, StopOutlined, WarningOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FigureBasis } from '#contract';
import { RegistryProblem } from '../http/registry.client.js';
import { isLasting } from '../http/asked-again.js';
import { useSilentSince } from '../http/reachability.client.js';
import { SentText } from './text-parts.js';
import { seenText } from './seen-text.js';
import { useSession } from '../session/session.client.js';
import { useInstantText } from '../figures/fact-names.js';

// What a page shows in place of its content: each is designed, none is blank.

export const Loading = () => {
  const { t } = useTranslation();
  return (
    <p className="state" role="status">
      <LoadingOutlined aria-hidden /> {t('shell.loading')}
    </p>
  );
};

const State = ({
  icon,
  title,
  children,
}: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
}) => (
  <div className="state">
    <div className="state-icon" aria-hidden>
      {icon}
    </div>
    <h1>{title}</h1>
    {children}
  </div>
);

export const NotAllowed = () => {
  const { t } = useTranslation();
  const { role } = useSession();
  return (
    <State icon={<StopOutlined />} title={t('shell.notAllowed')}>
      <p>{t('shell.notAllowedMore', { role: t(`shell.role.${role}`) })}</p>
    </State>
  );
};

export const NoSuchPage = () => {
  const { t } = useTranslation();
  return (
    <State icon={<WarningOutlined />} title={t('shell.notFound')}>
      <Link to="/console/progress">{t('shell.home')}</Link>
    </State>
  );
};

/** Where what is shown is not quite what the address says. */
export const NotAsAsked = ({ text }: { readonly text: string }) => (
  <Alert className="no-print" type="warning" showIcon closable role="status" title={<bdi>{text}</bdi>} />
);

/** An address names something that there is not; what is shown instead says itself what it is. */
export const NothingCalled = ({ name, value }: { readonly name: string; readonly value: string }) => {
  const { t } = useTranslation();
  return <NotAsAsked text={t('shell.nothingCalled', { asked: `${name}=${seenText(value)}` })} />;
};

/** In place of a page that threw: what it was goes to the browser's own log, and the frame stays. */
export const BrokenPage = () => {
  const { t } = useTranslation();
  return (
    <State icon={<WarningOutlined />} title={t('shell.broken')}>
      <p>{t('shell.brokenMore')}</p>
      <Button onClick={() => location.reload()}>{t('shell.again')}</Button>
    </State>
  );
};

/** Parameters of the control that moves both time axes, which a person knows by the names of its fields. */
const cutFields: Readonly<Record<string, 'asOf' | 'known' | undefined>> = {
  '?effectiveAsOf': 'asOf',
  '?knownAt': 'known',
};

/** What the registry says of what it did not do, with each place that it names; of what a person chose on the page, in the words of the page. */
export const Reasons = ({ error }: { readonly error: Error }) => {
  const { t } = useTranslation();
  const isSilent = error instanceof RegistryProblem && error.status === 0;
  if (error instanceof RegistryProblem && error.status === 504) return t('shell.notYetShown');
  const errors = error instanceof RegistryProblem ? (error.problem?.errors ?? []) : [];
  const fields = errors.map(({ pointer }) => cutFields[pointer]);
  if (fields.length > 0 && fields.every((field) => field !== undefined))
    return fields.map((field) => t('shell.cutRefused', { field: t(`figures.cut.${field}`) })).join(' ');
  return (
    <>
      {isSilent ? t('shell.silent') : error.message}
      {errors.length > 0 && (
        <ul>
          {errors.map(({ pointer, message }) => (
            <li key={`${pointer} ${message}`}>
              <SentText text={pointer} /> {message}
            </li>
          ))}
        </ul>
      )}
    </>
  );
};

/** A question that was not answered, in the registry's own words, and a way to ask again where that may help. */
export const Failed = ({ error, again }: { readonly error: Error; readonly again: () => void }) => {
  const { t } = useTranslation();
  if (error instanceof RegistryProblem && error.status === 403) return <NotAllowed />;
  const isGone = error instanceof RegistryProblem && error.status === 404;
  return (
    <Alert
      type="error"
      showIcon
      title={isGone ? t('shell.notFoundThing') : t('shell.failed')}
      description={isGone ? undefined : <Reasons error={error} />}
      action={
        !isLasting(error) && (
          <Button size="small" onClick={again}>
            {t('shell.again')}
          </Button>
        )
      }
    />
  );
};

/** What the answers of a page rest on: the place in the log, the two time axes, what is set aside, how far behind it is. */
export const BasisBar = ({
  basis,
  of,
}: {
  readonly basis: FigureBasis;
  /** Which of several on a page. */
  readonly of?: string;
}) => {
  const { t } = useTranslation();
  const at = useInstantText();
  const seq = (value: number): string => value.toLocaleString('en');
  // How far behind what nobody hears of is, nobody knows.
  const isSilent = useSilentSince() !== undefined;
  const isNow = 'lagMs' in basis;
  const lagMs = isNow && !isSilent ? basis.lagMs : undefined;
  const parts = [
    t('shell.basis.seq', { seq: seq(basis.seq) }),
    ...(basis.recordedAt === null ? [] : [t('shell.basis.recordedAt', { at: at(basis.recordedAt) })]),
    t('shell.basis.asOf', { day: basis.effectiveAsOf }),
    ...(!isNow ? [t('shell.basis.known', { seq: seq(basis.knownAt) })] : []),
    t('shell.basis.parked', { count: basis.parked }),
    ...(lagMs === undefined ? [] : [t('shell.basis.lag', { ms: lagMs })]),
  ];
  return (
    <section
      className="basis"
      aria-label={[t('shell.basis.title'), ...(of === undefined ? [] : [of])].join(': ')}
    >
      {parts.map((part) => (
        <span key={part}>{part}</span>
      ))}
    </section>
  );
};
