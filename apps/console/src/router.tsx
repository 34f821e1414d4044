import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { loadPart } from './http/reachability.client.js';
import { parseSearch, type Search, stringifySearch } from './http/search-text.js';
import { SignedInAlready } from './session/sign-in-page.js';
import { BrokenPage } from './shell/states.js';
import {
  type BreakdownView,
  breakdownViewIn,
  type FactsView,
  factsViewIn,
} from './breakdown/breakdown-view.js';
import { type AnomaliesView, anomaliesViewIn } from './anomalies/anomalies-view.js';
import { type ClaimsView, claimsViewIn } from './borrowers/claims-view.js';
import { type LogView, logViewIn } from './log/log-view.js';
import { type FigureLeft, figureLeftIn, type LoansView, loansViewIn } from './loans/loans-view.js';
import { type ProgressView, progressViewIn } from './progress/progress-view.js';
import { type AdministrationView, administrationViewIn } from './administration/administration-view.js';
import { definitionRoutes, rootRoute } from './definition-routes.js';
import { type ReplaysView, replaysViewIn } from './replays/replays-view.js';
import { type SubmissionsView, submissionsViewIn } from './submissions/submissions-view.js';

const toStart = () => {
  throw redirect({ to: '/console/progress', search: true });
};

const startRoute = createRoute({ getParentRoute: () => rootRoute, path: '/', beforeLoad: toStart });

/** A link that signs in leads here; the frame takes it before any page is shown, unless somebody is signed in. */
const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/console/sign-in',
  component: SignedInAlready,
});

const progressRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/console/progress',
  validateSearch: (search: Search): ProgressView => progressViewIn(search),
  component: lazyRouteComponent(() => loadPart(() => import('./progress/progress-page.js')), 'ProgressPage'),
});

const submissionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/console/submissions',
  validateSearch: (search: Search): SubmissionsView => submissionsViewIn(search),
  component: lazyRouteComponent(
    () => loadPart(() => import('./submissions/submissions-page.js')),
    'SubmissionsPage',
  ),
});

const breakdownRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/console/breakdown',
  validateSearch: (search: Search): BreakdownView => breakdownViewIn(search),
  component: lazyRouteComponent(
    () => loadPart(() => import('./breakdown/breakdown-page.js')),
    'BreakdownPage',
  ),
});

const factsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/console/facts',
  validateSearch: (search: Search): FactsView => factsViewIn(search),
  component: lazyRouteComponent(() => loadPart(() => import('./breakdown/facts-page.js')), 'FactsPage'),
});

const loansRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/console/loans',
  validateSearch: (search: Search): LoansView & Partial<FigureLeft> => ({
    ...loansViewIn(search),
    ...figureLeftIn(search),
  }),
  component: lazyRouteComponent(() => loadPart(() => import('./loans/loans-page.js')), 'LoansPage'),
});

const loanRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/console/loans/$institution/$loanId',
  component: lazyRouteComponent(() => loadPart(() => import('./loans/loan-page.js')), 'LoanPage'),
});

const claimsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/console/borrowers',
  validateSearch: (search: Search): ClaimsView => claimsViewIn(search),
  component: lazyRouteComponent(() => loadPart(() => import('./borrowers/claims-page.js')), 'ClaimsPage'),
});

const borrowerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/console/borrowers/$key',
  component: lazyRouteComponent(() => loadPart(() => import('./borrowers/borrower-page.js')), 'BorrowerPage'),
});

const anomaliesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/console/anomalies',
  validateSearch: (search: Search): AnomaliesView => anomaliesViewIn(search),
  component: lazyRouteComponent(
    () => loadPart(() => import('./anomalies/anomalies-page.js')),
    'AnomaliesPage',
  ),
});

const replaysRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/console/replays',
  validateSearch: (search: Search): ReplaysView => replaysViewIn(search),
  component: lazyRouteComponent(() => loadPart(() => import('./replays/replays-page.js')), 'ReplaysPage'),
});

const logRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/console/log',
  validateSearch: (search: Search): LogView => logViewIn(search),
  component: lazyRouteComponent(() => loadPart(() => import('./log/log-page.js')), 'LogPage'),
});

const administrationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/console/administration',
  validateSearch: (search: Search): AdministrationView => administrationViewIn(search),
  component: lazyRouteComponent(
    () => loadPart(() => import('./administration/administration-page.js')),
    'AdministrationPage',
  ),
});

const routeTree = rootRoute.addChildren([
  startRoute,
  signInRoute,
  progressRoute,
  breakdownRoute,
  factsRoute,
  loansRoute,
  loanRoute,
  claimsRoute,
  borrowerRoute,
  ...definitionRoutes,
  anomaliesRoute,
  submissionsRoute,
  replaysRoute,
  logRoute,
  administrationRoute,
]);

export const newRouter = () =>
  createRouter({
    routeTree,
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultErrorComponent: BrokenPage,
    scrollRestoration: true,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof newRouter>;
  }
}
