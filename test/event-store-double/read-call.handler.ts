import type { ServerWritableStream } from '@grpc/grpc-js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';

export type ReadCall = ServerWritableStream<streams.ReadReq, streams.ReadResp>;

/** Resolves when the caller may be given more, or is gone. */
export const write = (call: ReadCall, response: streams.ReadResp): Promise<void> =>
  new Promise((done) => {
    if (call.cancelled || call.destroyed || call.write(response)) return done();
    const over = (): void => {
      call.off('drain', over);
      call.off('cancelled', over);
      call.off('close', over);
      done();
    };
    call.on('drain', over);
    call.on('cancelled', over);
    call.on('close', over);
  });
