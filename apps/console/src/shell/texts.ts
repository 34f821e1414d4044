import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { progressTexts } from '../progress/progress-texts.js';
import { sessionTexts } from '../session/session-texts.js';
import { submissionsTexts } from '../submissions/submissions-texts.js';
import { shellTexts } from './shell-texts.js';

const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

const en = {
  shell: shellTexts.en,
  session: sessionTexts.en,
  progress: progressTexts.en,
  submissions: submissionsTexts.en,
};

/** Every text has both languages, or it does not compile. */
const zh: Same<typeof en> = {
  shell: shellTexts.zh,
  session: sessionTexts.zh,
  progress: progressTexts.zh,
  submissions: submissionsTexts.zh,
};

type Same<Texts> = { readonly [Key in keyof Texts]: Texts[Key] extends string ? string : Same<Texts[Key]> };

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
  }
}

export const isLanguage = (text: string | undefined): text is Language =>
  languages.some((each) => each === text);

/** Of the browser, where the address says none. */
export const usualLanguage: Language = navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';

export const beginTexts = (language: Language): void => {
  void i18next.use(initReactI18next).init({
    resources: { en: { translation: en }, zh: { translation: zh } },
    lng: language,
    fallbackLng: 'en',
    interpolation: { escapeValue: false }, // React writes text, never markup.
  });
};
