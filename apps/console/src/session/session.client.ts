import { type QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect } from 'react';
import type { InstitutionList, ProblemDocument, Session } from '#contract';
import { askRegistry, RegistryProblem, sendJson } from '../http/registry.client.js';

const path = '/v1/session';

/** Null: nobody is signed in. */
const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ client }): Promise<Session | null> => {
    try {
      return await askRegistry<Session>(path);
    } catch (error) {
      if (error instanceof RegistryProblem && error.status === 401) {
        noteSessionEnded(client, error);
        return null;
      }
      throw error;
    }
  },
  staleTime: 60_000,
});

const endedKey = ['session-ended'] as const;

/** What ended a session: itself, or its key, which only an administrator replaces. */
type Ended = NonNullable<ProblemDocument['ended']>;

const isOver = ({ keyExpiresAt }: Session): boolean =>
  keyExpiresAt !== null && Date.parse(keyExpiresAt) <= Date.now();

/**
 * Somebody was signed in, and what was asked says that nobody is any more. The browser drops a session that is over, and then the registry
 * cannot tell of it. Null: nobody is signed in that is known of already.
 */
export const noteSessionEnded = (client: QueryClient, { problem }: RegistryProblem): void => {
  const before = client.getQueryData(sessionQuery.queryKey);
  const known = before ? (isOver(before) ? 'key' : 'session') : undefined;
  if (before !== null) client.setQueryData<Ended | null>(endedKey, problem?.ended ?? known ?? null);
  client.setQueryData(sessionQuery.queryKey, null);
};

export const useSessionEnded = (): Ended | null =>
  useQuery<Ended | null>({
    queryKey: endedKey,
    queryFn: () => null,
    initialData: null,
    staleTime: Infinity,
  }).data;

export const useSessionQuery = () => useQuery(sessionQuery);

const SignedIn = createContext<Session | undefined>(undefined);

export const SessionProvider = SignedIn.Provider;

/** Who is signed in; only inside the frame, which shows nothing else until somebody is. */
export const useSession = (): Session => {
  const session = useContext(SignedIn);
  if (!session) throw new Error('Nobody is signed in.');
  return session;
};

type Proof = { readonly key: string } | { readonly link: string };

export const useSignIn = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (proof: Proof) => sendJson<Session>('POST', path, proof),
    onSuccess: (session) => {
      client.setQueryData(endedKey, null);
      client.setQueryData(sessionQuery.queryKey, session);
    },
  });
};

/** What was shown to who was signed in does not wait here for the next. */
const leave = (client: QueryClient): void => {
  client.setQueryData(sessionQuery.queryKey, null);
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
};

const signedOut = 'xudai.signed-out';

/** One session is of all tabs of a browser, so that they are left together. */
export const useSignOut = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => askRegistry<void>(path, { method: 'DELETE' }),
    onSuccess: () => {
      leave(client);
      const tabs = new BroadcastChannel(signedOut);
      tabs.postMessage(null);
      tabs.close();
    },
  });
};

export const useLeavingWithOtherTabs = (): void => {
  const client = useQueryClient();
  useEffect(() => {
    const tabs = new BroadcastChannel(signedOut);
    tabs.addEventListener('message', () => leave(client));
    return () => tabs.close();
  }, [client]);
};

/** Where somebody begins who asked for no page: an administrator of an empty registry where it is filled. */
export const startPage = async ({
  role,
}: Session): Promise<'/console/administration' | '/console/progress'> => {
  if (role !== 'admin') return '/console/progress';
  const { items } = await askRegistry<InstitutionList>('/v1/institutions?limit=1');
  return items.length === 0 ? '/console/administration' : '/console/progress';
};
