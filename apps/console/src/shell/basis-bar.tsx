import { useTranslation } from 'react-i18next';
import type { FigureBasis } from '#contract';
import { useInstantText } from '../figures/fact-names.js';

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
  const lagMs = 'lagMs' in basis ? basis.lagMs : undefined;
  const parts = [
    t('shell.basis.seq', { seq: seq(basis.seq) }),
    ...(basis.recordedAt === null ? [] : [t('shell.basis.recordedAt', { at: at(basis.recordedAt) })]),
    t('shell.basis.asOf', { day: basis.effectiveAsOf }),
    ...(lagMs === undefined ? [t('shell.basis.known', { seq: seq(basis.knownAt) })] : []),
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
