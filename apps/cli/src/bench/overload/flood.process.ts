import { prepared, type Sender } from './sender.client.js';

/* Sends in a process of its own, so that who measures beside it is not kept waiting by it. Says when it begins. */

process.once('message', (senders: readonly Sender[]) => {
  const floods = senders.map(prepared);
  process.send?.('begins');
  void Promise.all(floods.map((flood) => flood())).then((sent) =>
    process.send?.(sent, () => process.exit(0)),
  );
});
process.once('disconnect', () => process.exit(1));
