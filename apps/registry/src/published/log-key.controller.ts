import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { publicKeyPem, type Verifier, verifierKey } from '#signing';
import { accepts } from '../http/content-types.js';
import { Route } from '../http/route.controller.js';

const pemType = 'application/x-pem-file';

/** By which anybody checks what this registry signed. */
export class LogKey {
  constructor(readonly verifier: Verifier) {}
}

@Controller('log/key')
export class LogKeyController {
  constructor(private readonly key: LogKey) {}

  @Route('GET', '', {
    operationId: 'getLogKey',
    summary: 'The key by which receipts are checked, as signed notes (C2SP) have it or in PEM',
    access: 'public',
    sendsItself: true,
    answers: {
      200: {
        description: 'The verifier key, on one line',
        schema: z.string(),
        contentType: 'text/plain',
        others: { [pemType]: z.string() },
      },
    },
  })
  logKey(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const type = accepts(request.headers.accept, ['text/plain', pemType]);
    const { verifier } = this.key;
    reply
      .status(200)
      .type(`${type}; charset=utf-8`)
      .send(type === pemType ? publicKeyPem(verifier) : `${verifierKey(verifier)}\n`);
  }
}
