import type { ProblemDocument } from '#contract';
import { problemStatusOf, type RuleCode, ruleCatalogue } from '#rules';
import { type ProblemWord, problemWords } from './problem-words.js';

/** What is wrong where; `pointer` is RFC 6901 into the body, or `?name` for a query parameter. */
interface ProblemMember {
  readonly pointer: string;
  readonly rule?: RuleCode;
  readonly message: string;
}

/** RFC 9457 problem document: as it is published, of the registry's own rules. */
export interface Problem extends ProblemDocument {
  readonly rule?: RuleCode;
  readonly outcome?: 'not-recorded' | 'unknown';
  readonly errors?: readonly ProblemMember[];
}

type More = Pick<Problem, 'detail' | 'outcome' | 'retryable' | 'position' | 'errors'>;

/** Of these the title alone does not say what to do about it. */
type ExplainedWord = 'conflict' | 'too-large' | 'invalid-request';

type Explained = More & (Required<Pick<More, 'detail'>> | Required<Pick<More, 'errors'>>);

export const problem = <Word extends ProblemWord>(
  word: Word,
  ...[more = {}]: Word extends ExplainedWord ? [Explained] : [More?]
): Problem => ({
  type: `/problems/${word}`,
  title: problemWords[word].en,
  status: problemWords[word].status,
  ...more,
});

/** A broken rule; `detail` may say more than the message, with the figures that the decision rests on. */
interface Broken extends Required<ProblemMember> {
  readonly detail?: string;
}

/** A refusal by rules of the registry; the first names it. Of those that are not listed their number is told. */
export const refusalProblem = (
  violated: readonly [Broken, ...Broken[]],
  { retryable = false, unlisted = 0 }: { readonly retryable?: boolean; readonly unlisted?: number } = {},
): Problem => {
  const [{ rule, message, detail = message }] = violated;
  return {
    type: `/problems/${rule}`,
    title: ruleCatalogue[rule].en,
    status: problemStatusOf(rule),
    rule,
    detail,
    outcome: 'not-recorded',
    retryable,
    errors: [
      ...violated.map((each) => ({ pointer: each.pointer, rule: each.rule, message: each.message })),
      ...(unlisted > 0 ? [{ pointer: '', rule, message: `and ${unlisted} more` }] : []),
    ],
  };
};
