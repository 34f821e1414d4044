import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Fact } from '#contract';
import type { FactMetadata } from '#facts';
import { useSession } from '../session/session.client.js';
import { SentText, Pairs } from '../shell/text-parts.js';
import { seenText } from '../shell/seen-text.js';
import { useNameOfKey } from '../breakdown/names-of-keys.js';
import { entryOf } from './fact-entries.js';

interface Placed {
  readonly stream: string;
  readonly institution: string | null;
  readonly seq: number;
}

/** The loan that a fact is about, if it is about one. */
export const loanOf = ({ stream, institution }: Omit<Placed, 'seq'>) => {
  const beginning = `loan-${institution}-`;
  return institution !== null && stream.startsWith(beginning)
    ? { institution, loanId: stream.slice(beginning.length) }
    : undefined;
};

/** The subject of a fact: a loan and a borrower have a page each, and a fact its place on that of its loan. */
export const FactLink = ({ stream, institution, seq }: Placed) => {
  const key = stream.startsWith('borrower-') ? stream.slice('borrower-'.length) : undefined;
  if (key !== undefined)
    return (
      <Link to="/console/borrowers/$key" params={{ key }} hash={entryOf(seq)}>
        <SentText text={key} />
      </Link>
    );
  const loan = loanOf({ stream, institution });
  if (!loan) return <SentText text={stream} />;
  return (
    <Link to="/console/loans/$institution/$loanId" params={loan} hash={entryOf(seq)}>
      <SentText text={loan.loanId} />
    </Link>
  );
};

interface Numbered {
  readonly seq: number;
  /** What it moved, along whose facts is gone on from there. */
  readonly moved?: { readonly programme: string; readonly target: string };
}

/** The number of a fact; to an auditor it leads to the fact in the log. */
export const FactNumber = ({ seq, moved }: Numbered) => {
  const { t } = useTranslation();
  const { role } = useSession();
  const shown = seq.toLocaleString('en');
  if (role !== 'auditor') return shown;
  return (
    <Link
      to="/console/log"
      search={({ lang }) => ({ lang, ...moved, at: String(seq) })}
      title={t('log.look', { seq })}
    >
      {shown}
    </Link>
  );
};

/** Whose key recorded a fact, or that the registry did so by itself. */
export const useActorText = (): ((fact: Fact) => string) => {
  const { t } = useTranslation();
  return ({ metadata }) => {
    const { actor } = metadata as FactMetadata;
    return actor === 'registry'
      ? t('figures.recorded.registry')
      : t('figures.recorded.byKey', { key: seenText(actor.replace(/^key:/, '')) });
  };
};

/** Who recorded a fact and out of which report, with all of it as it stands in the log: opened by whoever wants to know. */
export const RecordedFact = ({
  fact,
  isOpen = false,
}: {
  readonly fact: Fact;
  readonly isOpen?: boolean;
}) => {
  const { t } = useTranslation();
  const name = useNameOfKey();
  const actor = useActorText();
  const { reportId, source, time, flags, ruleSetVersion } = fact.metadata as FactMetadata;
  const institution =
    fact.institution === null ? '—' : `${name('institution', fact.institution)} (${fact.institution})`;
  const rows = [
    ['actor', actor(fact)],
    ['institution', institution],
    ['reportId', reportId ?? t('figures.recorded.noReport')],
    ['source', source ?? '—'],
    ['time', time ?? '—'],
    ['flags', flags.length === 0 ? t('figures.recorded.noFlags') : flags.join(', ')],
    ['ruleSet', String(ruleSetVersion)],
    ['stream', fact.stream],
    ['revision', String(fact.revision)],
    ['eventId', fact.eventId],
  ] as const;
  return (
    <details open={isOpen}>
      <summary>{t('figures.recorded.title')}</summary>
      <Pairs
        rows={rows.map(([label, text]) => [
          t(`figures.recorded.${label}`),
          <SentText key={label} text={text} />,
        ])}
      />
      <pre tabIndex={0} dir="ltr">
        {seenText(JSON.stringify(fact.data, null, 2))}
      </pre>
    </details>
  );
};
