import { createRootRoute, retainSearchParams } from '@tanstack/react-router';
import type { Search } from './http/search-text.js';
import { Frame } from './shell/frame.js';
import { BrokenPage, NoSuchPage } from './shell/states.js';
import { isLanguage, type Language } from './shell/texts.js';

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
