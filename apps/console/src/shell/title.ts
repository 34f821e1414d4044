import { useEffect } from 'react';

/** Names the page in the browser's tab, its history and its bookmarks. */
export const useTitle = (title: string): void =>
  useEffect(() => {
    document.title = `${title} · Xudai 续贷`;
  }, [title]);
