import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { usualLanguage } from './texts.js';

export const useLanguageOfAddress = (): void => {
  const { i18n } = useTranslation();
  const { lang = usualLanguage } = useSearch({ from: '__root__' });
  useEffect(() => {
    if (i18n.language !== lang) void i18n.changeLanguage(lang);
  }, [i18n, lang]);
};

/** So that an address that is sent on says all of what is seen. */
export const useLanguageInAddress = (): void => {
  const navigate = useNavigate();
  const { lang } = useSearch({ from: '__root__' });
  useEffect(() => {
    if (lang === undefined)
      void navigate({
        to: '.',
        search: (now) => ({ ...now, lang: usualLanguage }),
        hash: true,
        replace: true,
        resetScroll: false,
      });
  }, [lang, navigate]);
};
