import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { RegistryProblem } from './http/registry.client.js';
import { newRouter } from './router.js';
import { noteSessionEnded } from './session/session.client.js';
import { Appearance } from './shell/appearance.js';
import { beginTexts, isLanguage, usualLanguage } from './shell/texts.js';
import './shell/console.css';

/** What may pass by itself is asked again; a refusal is an answer, and who says that it waited in vain has waited already. */
const mayPass = (error: unknown): boolean =>
  error instanceof RegistryProblem && [0, 429, 502, 503].includes(error.status);

/** A session that ended elsewhere ends here: whatever is asked next says so. */
const endIfOver = (error: unknown): void => {
  if (error instanceof RegistryProblem && error.status === 401) noteSessionEnded(client, error);
};

const client: QueryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: (failures, error) => mayPass(error) && failures < 6, staleTime: 5_000 },
  },
  queryCache: new QueryCache({ onError: endIfOver }),
  mutationCache: new MutationCache({ onError: endIfOver }),
});

const asked = new URLSearchParams(location.search).get('lang') ?? undefined;
beginTexts(isLanguage(asked) ? asked : usualLanguage);

const place = document.getElementById('console');
if (!place) throw new Error('The page has no place for the console.');
createRoot(place).render(
  <QueryClientProvider client={client}>
    <Appearance>
      <RouterProvider router={newRouter()} />
    </Appearance>
  </QueryClientProvider>,
);
