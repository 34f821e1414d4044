import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { Session } from '#contract';
import { askRegistry, RegistryProblem, sendJson } from '../http/registry.client.js';

const path = '/v1/session';

/** Null: nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Session | null> => {
    try {
      return await askRegistry<Session>(path);
    } catch (error) {
      if (error instanceof RegistryProblem && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

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
    onSuccess: (session) => client.setQueryData(sessionQuery.queryKey, session),
  });
};

export const useSignOut = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => askRegistry<void>(path, { method: 'DELETE' }),
    // What was shown to who was signed in does not wait here for the next.
    onSuccess: () => {
      client.setQueryData(sessionQuery.queryKey, null);
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
    },
  });
};
