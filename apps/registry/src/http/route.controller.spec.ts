import { describe, expect, it } from '@jest/globals';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Route } from './route.controller.js';

/*
 * What a method returns is held to its declaration by the compiler: each line below that asks for an error has one, or `npm run types`
 * fails. Decorators are made once here, so that the error stands where the method does.
 */

const shape = z.strictObject({ id: z.string(), note: z.string().nullable(), tags: z.array(z.string()) });
const changedShape = shape.extend({ position: z.string() });
const declared = {
  operationId: 'planted',
  summary: { en: 'Planted', zh: '试设' },
  access: 'public',
} as const;

const Answered = Route('GET', 'told', {
  ...declared,
  answers: { 200: { description: 'Told', schema: shape } },
});
const Changed = Route('PUT', 'changed', {
  ...declared,
  answers: {
    200: { description: 'As it was', schema: shape },
    201: { description: 'Changed', schema: changedShape },
  },
});
const Ended = Route('DELETE', 'ended', { ...declared, answers: { 204: { description: 'Ended' } } });
const Sent = Route('GET', 'sent', {
  ...declared,
  sendsItself: true,
  answers: { 200: { description: 'Sent in parts', schema: shape } },
});

interface Thing {
  readonly id: string;
  readonly note: string | null;
  readonly tags: readonly string[];
}

const thing: Thing = { id: 'a', note: null, tags: [] };

/** Methods that return what is declared. */
class Sound {
  @Answered
  now(): Thing {
    return thing;
  }

  @Answered
  async later(_id: string, _reply: FastifyReply): Promise<Thing> {
    return thing;
  }

  @Changed
  async changed(): Promise<Thing | (Thing & { readonly position: string })> {
    return thing;
  }

  @Ended
  async ended(): Promise<void> {}

  @Sent
  async sent(reply: FastifyReply): Promise<void> {
    reply.send(thing);
  }
}

/** Methods of which none may stand. */
export class Unsound {
  // @ts-expect-error -- anything at all
  @Answered
  async anything(): Promise<object> {
    return thing;
  }

  // @ts-expect-error -- a member is missing
  @Answered
  async less(): Promise<Omit<Thing, 'note'>> {
    return thing;
  }

  // @ts-expect-error -- a member is of another type
  @Answered
  async other(): Promise<Omit<Thing, 'id'> & { readonly id: number }> {
    return { ...thing, id: 1 };
  }

  // @ts-expect-error -- a member of what it holds is of another type
  @Answered
  async deeper(): Promise<Omit<Thing, 'tags'> & { readonly tags: readonly (string | null)[] }> {
    return thing;
  }

  // @ts-expect-error -- a member that is not declared
  @Answered
  async more(): Promise<Thing & { readonly secret: string }> {
    return { ...thing, secret: 'b' };
  }

  // @ts-expect-error -- nothing, or perhaps nothing
  @Answered
  async nothing(): Promise<Thing | undefined> {
    return undefined;
  }

  // @ts-expect-error -- what belongs to no status
  @Ended
  async ended(): Promise<Thing> {
    return thing;
  }

  // @ts-expect-error -- what it sends by itself, it does not return
  @Sent
  async sent(): Promise<Thing> {
    return thing;
  }
}

describe('a declared route', () => {
  it('keeps its declaration, which the gate, the checks and the document read', () => {
    const config: unknown = Reflect.getMetadata('__fastify_route_config__', Sound.prototype.later);
    expect(config).toMatchObject({ operationId: 'planted', answers: { 200: { schema: shape } } });
  });
});
