import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/session.client.js';
import { SentText } from '../shell/sent-text.js';

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
      <Link to="/console/borrowers/$key" params={{ key }}>
        <SentText text={key} />
      </Link>
    );
  const loan = loanOf({ stream, institution });
  if (!loan) return <SentText text={stream} />;
  return (
    <Link to="/console/loans/$institution/$loanId" params={loan} hash={`fact-${seq}`}>
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
