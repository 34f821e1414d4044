import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { Alert, Button, Input } from 'antd';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RegistryProblem } from '../http/registry.client.js';
import { Loading } from '../shell/states.js';
import { startPage, useSession, useSessionEnded, useSignIn } from './session.client.js';

/** The token of a link stands behind the hash, which no request carries; it leaves the address before it is used. */
const takeLink = (): string | undefined => {
  const link = new URLSearchParams(location.hash.slice(1)).get('link') ?? undefined;
  if (link !== undefined) history.replaceState(history.state, '', location.pathname + location.search);
  return link;
};

export const SignInPage = () => {
  const { t } = useTranslation();
  const signIn = useSignIn();
  const [key, setKey] = useState('');
  const ended = useSessionEnded();
  const isByLink = useSignInByLink(signIn.mutate);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    signIn.mutate({ key: key.trim() });
  };
  return (
    <form className="sign-in" onSubmit={submit}>
      <h1>{t('session.title')}</h1>
      {ended !== null && !signIn.error && (
        <Alert type="warning" showIcon role="alert" title={t(`session.ended.${ended}`)} />
      )}
      <p>{isByLink && signIn.isPending ? t('session.byLink') : t('session.lead')}</p>
      {signIn.error && (
        <Refused error={signIn.error} isLink={signIn.variables !== undefined && 'link' in signIn.variables} />
      )}
      <label htmlFor="key">{t('session.key')}</label>
      <Input.Password
        id="key"
        name="key"
        visibilityToggle={false}
        autoComplete="current-password"
        // There is nothing else to do here.
        autoFocus
        spellCheck={false}
        value={key}
        maxLength={200}
        onChange={({ target }) => setKey(target.value)}
        placeholder="xk_…"
      />
      <Button type="primary" htmlType="submit" loading={signIn.isPending} disabled={key.trim() === ''}>
        {t('session.submit')}
      </Button>
      <p className="quiet">{t('session.unsafe')}</p>
    </form>
  );
};

/** Who is signed in has nothing to do here: a link is not used, and leaves the address as well. */
export const SignedInAlready = () => {
  const { t } = useTranslation();
  const session = useSession();
  const navigate = useNavigate();
  const hash = useLocation({ select: (location) => location.hash });
  const [hasLink, setHasLink] = useState(false);
  useEffect(() => {
    if (new URLSearchParams(hash).has('link')) {
      setHasLink(true);
      void navigate({ to: '.', search: true, hash: '', replace: true });
    } else if (!hasLink) void startPage(session).then((to) => navigate({ to, replace: true }));
  }, [hasLink, hash, navigate, session]);
  if (!hasLink) return <Loading />;
  return (
    <>
      <h1>{t('session.title')}</h1>
      <Alert type="info" showIcon role="status" title={t('session.already')} />
      <p>
        <Link to="/console/progress">{t('shell.home')}</Link>
      </p>
    </>
  );
};

const Refused = ({ error, isLink }: { readonly error: Error; readonly isLink: boolean }) => {
  const { t } = useTranslation();
  const status = error instanceof RegistryProblem ? error.status : undefined;
  const said = (): string => {
    if (status === 429) return t('session.tooMany');
    if (status === 0) return t('shell.silent');
    if (status !== 401 && status !== 422) return error.message;
    if (error instanceof RegistryProblem && error.problem?.ended === 'key') return t('session.wrongEnded');
    return isLink ? t('session.wrongLink') : t('session.wrong');
  };
  return <Alert type="error" showIcon role="alert" title={said()} />;
};

/** A link that signs in once is used once, however often the page is drawn. */
const useSignInByLink = (signIn: ReturnType<typeof useSignIn>['mutate']): boolean => {
  const navigate = useNavigate();
  const isUsed = useRef(false);
  const [isByLink, setByLink] = useState(false);
  useEffect(() => {
    if (isUsed.current) return;
    isUsed.current = true;
    const link = takeLink();
    if (link === undefined) return;
    setByLink(true);
    signIn({ link }, { onSuccess: async (session) => void navigate({ to: await startPage(session) }) });
  }, [signIn, navigate]);
  return isByLink;
};
