import { Link } from '@tanstack/react-router';
import { SentText } from '../shell/sent-text.js';

interface Placed {
  readonly stream: string;
  readonly institution: string | null;
  readonly seq: number;
}

/** The subject of a fact: a loan and a borrower have a page each, and a fact its place on that of its loan. */
export const FactLink = ({ stream, institution, seq }: Placed) => {
  const key = stream.startsWith('borrower-') ? stream.slice('borrower-'.length) : undefined;
  if (key !== undefined)
    return (
      <Link to="/console/borrowers/$key" params={{ key }}>
        <SentText text={key} />
      </Link>
    );
  const beginning = `loan-${institution}-`;
  if (institution === null || !stream.startsWith(beginning)) return <SentText text={stream} />;
  const loanId = stream.slice(beginning.length);
  return (
    <Link to="/console/loans/$institution/$loanId" params={{ institution, loanId }} hash={`fact-${seq}`}>
      <SentText text={loanId} />
    </Link>
  );
};
