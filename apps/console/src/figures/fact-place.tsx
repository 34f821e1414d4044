import { Link } from '@tanstack/react-router';
import { SentText } from '../shell/sent-text.js';

interface Placed {
  readonly stream: string;
  readonly institution: string | null;
  readonly seq: number;
}

/** The subject of a fact: a loan has a page of its own, and the fact its place on it. */
export const FactPlace = ({ stream, institution, seq }: Placed) => {
  const beginning = `loan-${institution}-`;
  if (institution === null || !stream.startsWith(beginning)) return <SentText text={stream} />;
  const loanId = stream.slice(beginning.length);
  return (
    <Link to="/console/loans/$institution/$loanId" params={{ institution, loanId }} hash={`fact-${seq}`}>
      <SentText text={loanId} />
    </Link>
  );
};
