import { BatchQueue, type BatchQueueOptions } from '#batching';
import { isOfMember, LogUnavailable } from '#event-log';

/**
 * Longer than a log in doubt takes to say why it does not answer, which is answered then, and short enough that whoever asks
 * hears of an outage before giving up.
 */
const deadlineMs = 15_000;

/** Questions to the log, asked together; one that is at fault fails alone, and all are answered within the deadline. */
export const gathered = <Question, Answer>(
  asking: Pick<BatchQueueOptions<Question, Answer>, 'answerAll' | 'keyOf'>,
): BatchQueue<Question, Answer> =>
  new BatchQueue({
    ...asking,
    isOfMember,
    mostTogether: 200,
    mostUnderWay: 2,
    mostWaiting: 50_000,
    deadlineMs,
    unanswered: (cause) => new LogUnavailable({ cause }),
  });
