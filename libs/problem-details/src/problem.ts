import { problemStatusOf, type RuleCode, ruleCatalogue } from '#rules';
import { type ProblemWord, problemWords } from './problem-words.js';

/** What is wrong where; `pointer` is RFC 6901 into the body, or `?name` for a query parameter. */
export interface ProblemMember {
  readonly pointer: string;
  readonly rule?: RuleCode;
  readonly message: string;
}

/** RFC 9457 problem document. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly rule?: RuleCode;
  readonly detail?: string;
  readonly outcome?: 'not-recorded' | 'unknown';
  readonly retryable?: boolean;
  readonly position?: string;
  readonly errors?: readonly ProblemMember[];
}

export const problem = (
  word: ProblemWord,
  more: Pick<Problem, 'detail' | 'outcome' | 'retryable' | 'position' | 'errors'> = {},
): Problem => ({
  type: `/problems/${word}`,
  title: problemWords[word].en,
  status: problemWords[word].status,
  ...more,
});

/** A refusal by a rule of the registry; the first of `errors` names it. */
export const refusalProblem = (
  errors: readonly [Required<ProblemMember>, ...Required<ProblemMember>[]],
  { retryable = false }: { readonly retryable?: boolean } = {},
): Problem => {
  const [{ rule, message }] = errors;
  return {
    type: `/problems/${rule}`,
    title: ruleCatalogue[rule].en,
    status: problemStatusOf(rule),
    rule,
    detail: message,
    outcome: 'not-recorded',
    retryable,
    errors,
  };
};
