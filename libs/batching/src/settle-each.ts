/** Which errors say that one member is at fault, so that the others may succeed without it. */
export type IsOfMember = (error: unknown) => boolean;

/**
 * Does for many together what each could do alone, and settles each by itself: a batch in which a member is at fault is halved
 * until that member stands alone. Any other error, such as an outage, is the outcome of all that are not settled yet, without
 * another attempt: what asks nothing of the members is not asked once for each of them.
 */
export const settleEach = async <Member, Answer>(
  members: readonly Member[],
  /** Answers in the order of the members. */
  together: (some: readonly Member[]) => Promise<readonly Answer[]>,
  isOfMember: IsOfMember,
): Promise<readonly PromiseSettledResult<Answer>[]> => {
  const settled: PromiseSettledResult<Answer>[] = [];
  const open: (readonly Member[])[] = [members];
  let next = open.pop();
  while (next && next.length > 0) {
    try {
      const answers = await together(next);
      if (answers.length !== next.length) throw new Error('A batch was not answered member by member.');
      settled.push(...answers.map((value) => ({ status: 'fulfilled', value }) as const));
    } catch (reason) {
      if (!isOfMember(reason)) {
        while (settled.length < members.length) settled.push({ status: 'rejected', reason });
        break;
      }
      if (next.length === 1) settled.push({ status: 'rejected', reason });
      else open.push(...halves(next).toReversed());
    }
    next = open.pop();
  }
  return settled;
};

const halves = <Member>(members: readonly Member[]): readonly [readonly Member[], readonly Member[]] => {
  const middle = Math.ceil(members.length / 2);
  return [members.slice(0, middle), members.slice(middle)];
};
