import { useInfiniteQuery } from '@tanstack/react-query';
import type { Basis } from '#contract';
import { addressOf, askRegistry } from './registry.client.js';

interface Page<Item> {
  readonly basis?: Basis;
  readonly items: readonly Item[];
  readonly next: string | null;
}

export const institutionsPath = '/v1/institutions';
export const keysPath = '/v1/keys';
export const rebuildsPath = '/v1/operations/rebuilds';
export const parkedPath = '/v1/operations/parked';

/** Of what is looked at while it changes. */
export const againMs = 5_000;

/** A list, page after page, asked for again where `everyMs` says so. */
export const usePages = <Item>(path: string, everyMs: number | false = false) => {
  const query = useInfiniteQuery({
    queryKey: ['list', path],
    queryFn: ({ pageParam }) => askRegistry<Page<Item>>(addressOf(path, { cursor: pageParam })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: everyMs,
  });
  const pages = query.data?.pages;
  return { ...query, path, items: pages?.flatMap(({ items }) => items), basis: pages?.[0]?.basis };
};
