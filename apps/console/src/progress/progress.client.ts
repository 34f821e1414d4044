import { queryOptions, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type {
  ExplanationAnswer,
  FigureBasis,
  Measure,
  MeasureList,
  Programme,
  ProgrammeList,
  ProgressAnswer,
  SeriesAnswer,
} from '#contract';
import { addressOf, askRegistry, type Parameters } from '../http/registry.client.js';
import { askedEvery } from '../http/asked-again.js';
import { type Cut, cutParameters, isNow } from '../figures/cut.js';
import { followingOf } from '../figures/cut-control.js';

/** How often a figure is asked for again where changes are not pushed. */
const againMs = 5_000;

const definitionsMs = 60_000;

export const programmesQuery = queryOptions({
  queryKey: ['programmes'],
  queryFn: async (): Promise<readonly Programme[]> =>
    (await askRegistry<ProgrammeList>('/v1/programmes?limit=1000')).items,
  staleTime: definitionsMs,
});

export const measuresQuery = queryOptions({
  queryKey: ['measures'],
  queryFn: async (): Promise<readonly Measure[]> =>
    (await askRegistry<MeasureList>('/v1/measures?limit=1000')).items,
  staleTime: definitionsMs,
});

const progressAddress = (programme: string, cut: Cut): string =>
  addressOf(`/v1/programmes/${encodeURIComponent(programme)}/progress`, cutParameters(cut));

export const progressQuery = (programme: string, cut: Cut) =>
  queryOptions({
    queryKey: ['progress', programme, cut.asOf, cut.known],
    queryFn: () => askRegistry<ProgressAnswer>(progressAddress(programme, cut)),
  });

/**
 * Progress at a cut. What is known now moves: by events where the registry sends them, else it is asked for again and again. Events
 * are of today's figures, so that an earlier effective day is asked for.
 */
export const useProgress = (programme: string | undefined, cut: Cut) => {
  const { known } = cut;
  const client = useQueryClient();
  const [isStreamed, setStreamed] = useState(false);
  const isLive = isNow(cut);
  const query = useQuery({
    ...progressQuery(programme ?? '', cut),
    enabled: programme !== undefined,
    refetchInterval: askedEvery(isLive && !isStreamed && againMs),
  });
  const mayStream = isLive && cut.asOf === undefined && programme !== undefined;
  useEffect(() => {
    if (!mayStream || programme === undefined) return undefined;
    const { queryKey } = progressQuery(programme, { known });
    const events = new EventSource(addressOf('/v1/live', { programme }));
    const received = ({ data }: MessageEvent<string>): void => {
      client.setQueryData(queryKey, JSON.parse(data) as ProgressAnswer);
    };
    events.addEventListener('message', received);
    events.addEventListener('progress', received);
    events.addEventListener('open', () => setStreamed(true));
    // A break is mended by the browser, which comes again; meanwhile, and where there are no events, the figures are asked for.
    events.addEventListener('error', () => setStreamed(false));
    return () => {
      events.close();
      setStreamed(false);
    };
  }, [client, known, mayStream, programme]);
  const following = isLive ? (isStreamed ? 'live' : 'polled') : 'fixed';
  return { ...query, following: followingOf(following, query.error) };
};

export const seriesAddress = (measure: string, interval: string, parameters: Parameters): string =>
  addressOf(`/v1/measures/${encodeURIComponent(measure)}/series`, { interval, ...parameters });

export const seriesQuery = (measure: string, interval: string, parameters: Parameters) =>
  queryOptions({
    queryKey: ['series', measure, interval, parameters],
    queryFn: () => askRegistry<SeriesAnswer>(seriesAddress(measure, interval, parameters)),
    retry: false,
  });

export const explainPath = '/v1/explain';

interface Explained {
  readonly programme: string;
  readonly target: string;
  readonly basis: FigureBasis;
  readonly cut: Cut;
  /** The facts after this one are asked for. */
  readonly from: number;
}

/** What moved a target, up to the last fact that its figure rests on. */
export const explanationAsked = ({ programme, target, basis, cut, from }: Explained) => ({
  programme,
  target,
  effectiveAsOf: cut.asOf ?? basis.effectiveAsOf,
  knownAt: cutParameters(cut).knownAt ?? String(basis.seq),
  from: String(from),
});

export const useExplanation = (asked: ReturnType<typeof explanationAsked>) =>
  useInfiniteQuery({
    queryKey: ['explain', asked],
    queryFn: ({ pageParam }) =>
      askRegistry<ExplanationAnswer>(addressOf(explainPath, { ...asked, limit: '50', cursor: pageParam })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
