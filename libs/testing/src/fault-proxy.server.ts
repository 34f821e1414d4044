import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A server that sits between a program and its database, and fails as networks do. */
export interface FaultProxy {
  /** The target's address, but through here. */
  readonly url: string;
  /** Nothing passes in either direction, and nobody is told; also for connections to come. */
  freeze(): void;
  thaw(): void;
  /** What the connections of now are answered never arrives; what they ask does. */
  loseAnswers(): void;
  /** Breaks all connections of now. */
  cut(): void;
  close(): Promise<void>;
}

interface Pair {
  readonly asking: Socket;
  readonly answering: Socket;
  losing: boolean;
}

export const faultProxy = async (targetUrl: string): Promise<FaultProxy> => {
  const target = new URL(targetUrl);
  const pairs = new Set<Pair>();
  let frozen = false;

  const server = createServer((asking) => {
    const pair: Pair = { asking, answering: connect(Number(target.port), target.hostname), losing: false };
    pairs.add(pair);
    const { answering } = pair;
    asking.on('data', (bytes) => answering.write(bytes));
    answering.on('data', (bytes) => pair.losing || asking.write(bytes));
    for (const [one, other] of [
      [asking, answering],
      [answering, asking],
    ] as const) {
      one.on('error', () => one.destroy());
      one.on('close', () => {
        pairs.delete(pair);
        other.destroy();
      });
      if (frozen) one.pause();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const url = new URL(targetUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  const each = (act: (socket: Socket) => void): void => {
    for (const { asking, answering } of pairs) [asking, answering].forEach(act);
  };
  const cut = (): void => each((socket) => socket.destroy());
  return {
    url: url.href,
    freeze: () => {
      frozen = true;
      each((socket) => socket.pause());
    },
    thaw: () => {
      frozen = false;
      each((socket) => socket.resume());
    },
    loseAnswers: () => {
      for (const pair of pairs) pair.losing = true;
    },
    cut,
    close: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
};
