import { createRootRoute, createRoute, lazyRouteComponent, retainSearchParams } from '@tanstack/react-router';
import { type BailoutView, bailoutViewIn } from './bailout/bailout-view.js';
import { fitting, isCode } from './figures/cut.js';
import { loadPart } from './http/reachability.client.js';
import type { Search } from './http/search-text.js';
import {
  type MeasureView,
  measureViewIn,
  type ProgrammeView,
  programmeViewIn,
} from './programmes/definitions-view.js';
import { Frame } from './shell/frame.js';
import { BrokenPage, NoSuchPage } from './shell/states.js';
import { isLanguage, type Language } from './shell/texts.js';

/* Pages of what is defined, and by whom reports may be sent. */

/** What every page has in its address. */
interface SharedView {
  readonly lang?: Language | undefined;
}

export const rootRoute = createRootRoute({
  component: Frame,
  validateSearch: ({ lang }: Search): SharedView => ({ lang: isLanguage(lang) ? lang : undefined }),
  search: { middlewares: [retainSearchParams(['lang'])] },
  errorComponent: BrokenPage,
  notFoundComponent: NoSuchPage,
});

const programmesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/console/programmes',
  component: lazyRouteComponent(
    () => loadPart(() => import('./programmes/programmes-page.js')),
    'ProgrammesPage',
  ),
});

const programmeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/console/programmes/$code',
  validateSearch: (search: Search): ProgrammeView => programmeViewIn(search),
  component: lazyRouteComponent(
    () => loadPart(() => import('./programmes/programme-page.js')),
    'ProgrammePage',
  ),
});

const measureRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/console/measures',
  validateSearch: (search: Search): MeasureView => measureViewIn(search),
  component: lazyRouteComponent(() => loadPart(() => import('./programmes/measure-page.js')), 'MeasurePage'),
});

const bailoutRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/console/bailout',
  validateSearch: (search: Search): BailoutView => bailoutViewIn(search),
  component: lazyRouteComponent(() => loadPart(() => import('./bailout/bailout-page.js')), 'BailoutPage'),
});

const calendarsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/console/calendars',
  validateSearch: ({ year }: Search) => ({ year: fitting(year, (text) => /^\d{4}$/.test(text)) }),
  component: lazyRouteComponent(
    () => loadPart(() => import('./calendars/calendars-page.js')),
    'CalendarsPage',
  ),
});

const usccsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/console/usccs',
  component: lazyRouteComponent(() => loadPart(() => import('./usccs/usccs-page.js')), 'UsccsPage'),
});

const institutionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/console/institutions',
  validateSearch: ({ institution }: Search) => ({ institution: fitting(institution, isCode) }),
  component: lazyRouteComponent(
    () => loadPart(() => import('./institutions/institutions-page.js')),
    'InstitutionsPage',
  ),
});

export const definitionRoutes = [
  programmesRoute,
  programmeRoute,
  measureRoute,
  bailoutRoute,
  calendarsRoute,
  usccsRoute,
  institutionsRoute,
] as const;
