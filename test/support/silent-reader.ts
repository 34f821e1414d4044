import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { RunningRegistry } from './running-registry.js';

/** A client that asks and then takes only what it is told to take: what it leaves fills the buffers of the system. */
export interface SilentReader {
  readonly socket: Socket;
  /** All that comes until the connection ends, however it ends. */
  readonly rest: () => Promise<string>;
}

/** Until the first bytes of the answer are there; nothing more is read. */
export const silentReader = async (
  { port }: Pick<RunningRegistry, 'port'>,
  path: string,
  key: string,
): Promise<SilentReader & { readonly status: number }> => {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: registry\r\nConnection: close\r\nAuthorization: Bearer ${key}\r\n\r\n`,
  );
  const [first] = (await once(socket, 'data')) as [Buffer];
  socket.pause();
  let text = String(first);
  const rest = async (): Promise<string> => {
    socket.on('data', (bytes) => (text += String(bytes)));
    const ended = once(socket, 'close');
    socket.resume();
    await ended;
    return text;
  };
  return { socket, rest, status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]) };
};

/** Of a whole chunked body the last chunk is empty. */
export const isWhole = (answer: string): boolean => answer.endsWith('\r\n0\r\n\r\n');
