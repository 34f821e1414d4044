import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Key } from '#contract';
import { useNameOfKey } from '../breakdown/names-of-keys.js';
import { useInstantText } from '../figures/fact-names.js';
import { keysPath, usePages } from '../http/pages.client.js';
import { askRegistry } from '../http/registry.client.js';
import { useSession } from '../session/session.client.js';
import { Listed, NotDone } from '../shell/listed.js';
import { SentText } from '../shell/text-parts.js';
import '../shell/tasks.css';
import { useTitle } from '../shell/text-parts.js';
import { parts } from './administration-view.js';
import { HealthPart } from './health-part.js';
import { InstitutionsPart } from './institutions-part.js';
import { NewKey } from './new-key.js';

export const KeysPart = () => (
  <>
    <NewKey />
    <Keys />
  </>
);

const Keys = () => {
  const { t } = useTranslation();
  const at = useInstantText();
  const client = useQueryClient();
  const name = useNameOfKey();
  const list = usePages<Key>(keysPath);
  const revoking = useMutation({
    mutationFn: (id: string) =>
      askRegistry<void>(`${keysPath}/${encodeURIComponent(id)}`, { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['list', keysPath] }),
  });
  const standing = ({ revokedAt, expiresAt }: Key): string => {
    if (revokedAt !== null) return t('administration.revoked', { at: at(revokedAt) });
    if (expiresAt === null) return t('administration.valid');
    const ended = Date.parse(expiresAt) <= Date.now();
    return t(ended ? 'administration.expired' : 'administration.validTo', { at: at(expiresAt) });
  };
  return (
    <section className="task" aria-labelledby="keys">
      <h2 id="keys">{t('administration.keys')}</h2>
      {revoking.error && <NotDone error={revoking.error} />}
      <Listed
        title={t('administration.keys')}
        list={list}
        file="keys"
        empty=""
        columns={(
          ['id', 'label', 'role', 'institution', 'created', 'lastUsed', 'standing', 'revoke'] as const
        ).map((column) => t(`administration.${column}`))}
        keyOf={({ id }) => id}
        cells={(key) => [
          key.id,
          <SentText key="label" text={key.label} />,
          t(`shell.role.${key.role}`),
          key.institution !== null && (
            <SentText
              key="institution"
              text={`${name('institution', key.institution)} (${key.institution})`}
            />
          ),
          at(key.createdAt),
          key.lastUsedAt === null ? t('administration.never') : at(key.lastUsedAt),
          standing(key),
          <Revoke
            key="revoke"
            of={key}
            isPending={revoking.isPending && revoking.variables === key.id}
            revoke={() => revoking.mutate(key.id)}
          />,
        ]}
      />
    </section>
  );
};

interface Revoking {
  readonly of: Key;
  readonly isPending: boolean;
  readonly revoke: () => void;
}

/** Asks once more, in the same place; who signed in with the key would sign itself out, and is not offered that. */
const Revoke = ({ of: { id, revokedAt }, isPending, revoke }: Revoking) => {
  const { t } = useTranslation();
  const { keyId } = useSession();
  const [isAsked, setAsked] = useState(false);
  if (revokedAt !== null) return null;
  if (id === keyId) return <span className="quiet">{t('administration.own')}</span>;
  if (!isAsked)
    return (
      <Button size="small" aria-label={t('administration.revokeOf', { id })} onClick={() => setAsked(true)}>
        {t('administration.revoke')}
      </Button>
    );
  return (
    <span role="group" aria-label={t('administration.sure', { id })}>
      <span className="fault">{t('administration.sure', { id })}</span>{' '}
      <Button size="small" type="primary" loading={isPending} onClick={revoke}>
        {t('administration.yes', { id })}
      </Button>{' '}
      <Button size="small" autoFocus onClick={() => setAsked(false)}>
        {t('administration.no')}
      </Button>
    </span>
  );
};

/** Who may send and who may look, and whether the registry is well. */
export const AdministrationPage = () => {
  const { t } = useTranslation();
  const { part = 'institutions' } = useSearch({ from: '/console/administration' });
  useTitle(t(`administration.${part}`));
  return (
    <>
      <h1>{t('administration.title')}</h1>
      <nav aria-label={t('administration.parts')}>
        <ul className="parts">
          {parts.map((each) => (
            <li key={each}>
              <Link
                to="/console/administration"
                search={{ part: each }}
                activeProps={{ 'aria-current': undefined }}
                aria-current={each === part ? 'page' : undefined}
              >
                {t(`administration.${each}`)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {part === 'institutions' && <InstitutionsPart />}
      {part === 'keys' && <KeysPart />}
      {part === 'health' && <HealthPart />}
    </>
  );
};
