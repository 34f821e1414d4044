import { Link, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { parts } from './administration-view.js';
import { HealthPart } from './health-part.js';
import { InstitutionsPart } from './institutions-part.js';
import { KeysPart } from './keys-part.js';
import { useTitle } from '../shell/title.js';
import '../shell/tasks.css';

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
