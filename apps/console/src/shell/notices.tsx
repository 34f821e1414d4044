import { useQueryClient } from '@tanstack/react-query';
import { useLocation, useRouterState } from '@tanstack/react-router';
import { Alert } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useInstantText } from '../figures/fact-names.js';
import { useSilentSince } from '../http/reachability.client.js';
import type { Search } from '../http/search-text.js';
import { leftOut } from './address.js';
import { seenText } from './seen-text.js';
import { NotAsAsked } from './states.js';

/* What stands over every page where it is not what it seems: nothing answers, or the address was not understood. */

/** What could not be asked while nothing answered is asked when something does. */
export const useAskingAnew = (): void => {
  const client = useQueryClient();
  const isSilent = useSilentSince() !== undefined;
  const wasSilent = useRef(false);
  useEffect(() => {
    if (wasSilent.current && !isSilent) void client.invalidateQueries();
    wasSilent.current = isSilent;
  }, [client, isSilent]);
};

export const Silent = () => {
  const { t } = useTranslation();
  const at = useInstantText();
  const since = useSilentSince();
  if (since === undefined) return null;
  return (
    <Alert
      type="warning"
      showIcon
      role="status"
      title={t('shell.silentSince', { at: at(new Date(since).toISOString()) })}
    />
  );
};

/** Before anything of it was left out. */
const opened: Search = Object.fromEntries(new URLSearchParams(location.search));

/** What the address said that the page was opened with, and nobody understood; gone with that page. */
export const LeftOut = () => {
  const { t } = useTranslation();
  const view = useRouterState({ select: ({ matches }) => matches.at(-1)?.search ?? {} });
  const page = useLocation({ select: ({ pathname }) => pathname });
  const [first] = useState({ page, asked: leftOut(opened, view) });
  const isOpen = first.page === page && first.asked.length > 0;
  return isOpen && <NotAsAsked text={t('shell.leftOut', { asked: seenText(first.asked.join(', ')) })} />;
};
