import { LogoutOutlined } from '@ant-design/icons';
import { Link, Outlet, useMatchRoute, useNavigate } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Session } from '#contract';
import { useNameOfKey } from '../breakdown/names-of-keys.js';
import {
  SessionProvider,
  useLeavingWithOtherTabs,
  useSessionQuery,
  useSignOut,
} from '../session/session.client.js';
import { SignInPage } from '../session/sign-in-page.js';
import { useLanguageInAddress, useLanguageOfAddress } from './language-of-address.js';
import { LeftOut, Silent, useAskingAnew } from './notices.js';
import { schemes, useScheme } from './appearance.js';
import { sectionsFor } from './sections.js';
import { Failed, Loading, NotAllowed } from './states.js';
import type { Language } from './texts.js';
import { Select } from './select.js';

/** All that is round a page. Who is not signed in is asked to, under the same address, and then sees what it asks for. */
export const Frame = () => {
  const { t } = useTranslation();
  useLanguageOfAddress();
  useLeavingWithOtherTabs();
  useAskingAnew();
  const session = useSessionQuery();
  if (session.data === undefined)
    return (
      <main id="content">
        <h1>{t('shell.product')}</h1>
        {session.isError ? (
          <Failed error={session.error} again={() => void session.refetch()} />
        ) : (
          <Loading />
        )}
      </main>
    );
  return (
    <>
      <a className="skip" href="#content">
        {t('shell.skip')}
      </a>
      {session.data ? <SignedIn session={session.data} /> : <SignedOut />}
    </>
  );
};

const SignedOut = () => (
  <>
    <header className="frame-header">
      <Mark />
      <Choices />
    </header>
    <main id="content">
      <SignInPage />
    </main>
  </>
);

const SignedIn = ({ session }: { readonly session: Session }) => {
  const { t } = useTranslation();
  const signOut = useSignOut();
  useLanguageInAddress();
  return (
    <SessionProvider value={session}>
      <header className="frame-header">
        <Mark />
        <div className="frame-account">
          <span>
            <bdi>{session.label}</bdi> · {t(`shell.role.${session.role}`)}
            {session.institution !== null && <Whose institution={session.institution} />}
          </span>
          <Button
            size="small"
            icon={<LogoutOutlined aria-hidden />}
            loading={signOut.isPending}
            onClick={() => signOut.mutate()}
          >
            {t('shell.signOut')}
          </Button>
        </div>
        <Choices />
        <Sections session={session} />
      </header>
      <main id="content" tabIndex={-1}>
        <Silent />
        <LeftOut />
        <Page session={session} />
      </main>
    </SessionProvider>
  );
};

/** The bank that is signed in, by name and code. */
const Whose = ({ institution }: { readonly institution: string }) => {
  const name = useNameOfKey();
  return (
    <>
      {' · '}
      <bdi>{name('institution', institution)}</bdi> <span className="quiet">{institution}</span>
    </>
  );
};

/** A role does not see what it may not do. Whoever opens the address of such a page gets a message, and nothing is asked. */
const Page = ({ session }: { readonly session: Session }) => {
  const matches = useMatchRoute();
  const allowed = sectionsFor(session.role);
  const isForeign = sectionsFor(undefined).some(
    ({ to }) => matches({ to, fuzzy: true }) !== false && !allowed.some((each) => each.to === to),
  );
  return isForeign ? <NotAllowed /> : <Outlet />;
};

const Mark = () => {
  const { t } = useTranslation();
  return (
    <Link to="/console/progress" className="frame-mark">
      <strong>{t('shell.product')}</strong> <span>{t('shell.productLong')}</span>
    </Link>
  );
};

const Sections = ({ session }: { readonly session: Session }) => {
  const { t } = useTranslation();
  const matches = useMatchRoute();
  const isWithin = (section: string): boolean =>
    sectionsFor(session.role).some(
      ({ to, under }) => under === section && matches({ to, fuzzy: true }) !== false,
    );
  return (
    <nav aria-label={t('shell.sections')}>
      <ul className="frame-sections">
        {sectionsFor(session.role).map(
          ({ to, text }) =>
            text && (
              <li key={to}>
                <Link
                  to={to}
                  activeProps={{ 'aria-current': 'page' }}
                  aria-current={isWithin(to) ? 'true' : undefined}
                >
                  {t(`shell.${text}`)}
                </Link>
              </li>
            ),
        )}
      </ul>
    </nav>
  );
};

/** Language stands in the address, so that whoever is sent it reads the same; colours are everybody's own. */
const Choices = () => {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const { scheme, choose } = useScheme();
  return (
    <div className="frame-choices">
      <Segmented<Language>
        size="small"
        aria-label={t('shell.language')}
        value={i18n.language === 'zh' ? 'zh' : 'en'}
        options={[
          { value: 'en', label: <span lang="en">English</span> },
          { value: 'zh', label: <span lang="zh">中文</span> },
        ]}
        onChange={(lang) => void navigate({ to: '.', search: (now) => ({ ...now, lang }), replace: true })}
      />
      <Select
        size="small"
        aria-label={t('shell.scheme')}
        value={scheme}
        popupMatchSelectWidth={false}
        options={schemes.map((value) => ({ value, label: t(`shell.${value}`) }))}
        onChange={choose}
      />
    </div>
  );
};
