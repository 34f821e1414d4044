import { problem, type Problem } from '#problem-details';

// What the gate says before a body is read.

export const noRoom = (of: 'work' | 'connections'): Problem =>
  problem('unavailable', {
    detail:
      of === 'work'
        ? 'So much is under way that there is no room for more now. Send the same again.'
        : 'There are more connections than are served. Send the same again over one that is.',
    retryable: true,
  });

export const isStopping = problem('unavailable', {
  detail: 'This registry is being stopped. Send the same again.',
  retryable: true,
});

export const tooLong = (type: string, bytes: number): Problem =>
  problem('too-large', { detail: `A body of ${type} has at most ${bytes} bytes here.` });

export const tooMany = problem('too-many-requests', {
  detail: 'This key made more requests than it may in a second. Send the same again.',
  retryable: true,
});

export const otherOrigin = problem('forbidden', {
  detail: 'A session changes things for pages of this registry alone: send Origin, or the key itself.',
});
