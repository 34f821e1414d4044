import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { anomaliesTexts } from '../anomalies/anomalies-texts.js';
import { bailoutTexts } from '../bailout/bailout-texts.js';
import { calendarsTexts } from '../calendars/calendars-texts.js';
import { usccsTexts } from '../usccs/usccs-texts.js';
import { borrowersTexts } from '../borrowers/borrowers-texts.js';
import { programmesTexts } from '../programmes/programmes-texts.js';
import { institutionsTexts } from '../institutions/institutions-texts.js';
import { breakdownTexts } from '../breakdown/breakdown-texts.js';
import { figuresTexts } from '../figures/figures-texts.js';
import { loansTexts } from '../loans/loans-texts.js';
import { administrationTexts } from '../administration/administration-texts.js';
import { logTexts } from '../log/log-texts.js';
import { progressTexts } from '../progress/progress-texts.js';
import { replaysTexts } from '../replays/replays-texts.js';
import { sessionTexts } from '../session/session-texts.js';
import { submissionsTexts } from '../submissions/submissions-texts.js';
import type { Same } from './same-texts.js';
import { shellTexts } from './shell-texts.js';

const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

const en = {
  shell: shellTexts.en,
  session: sessionTexts.en,
  submissions: submissionsTexts.en,
  figures: figuresTexts.en,
  progress: progressTexts.en,
  breakdown: breakdownTexts.en,
  loans: loansTexts.en,
  institutions: institutionsTexts.en,
  programmes: programmesTexts.en,
  borrowers: borrowersTexts.en,
  anomalies: anomaliesTexts.en,
  replays: replaysTexts.en,
  log: logTexts.en,
  administration: administrationTexts.en,
  bailout: bailoutTexts.en,
  calendars: calendarsTexts.en,
  usccs: usccsTexts.en,
};

/** Every text has both languages, or it does not compile. */
const zh: Same<typeof en> = {
  shell: shellTexts.zh,
  session: sessionTexts.zh,
  figures: figuresTexts.zh,
  progress: progressTexts.zh,
  submissions: submissionsTexts.zh,
  breakdown: breakdownTexts.zh,
  loans: loansTexts.zh,
  institutions: institutionsTexts.zh,
  programmes: programmesTexts.zh,
  borrowers: borrowersTexts.zh,
  anomalies: anomaliesTexts.zh,
  replays: replaysTexts.zh,
  log: logTexts.zh,
  administration: administrationTexts.zh,
  bailout: bailoutTexts.zh,
  calendars: calendarsTexts.zh,
  usccs: usccsTexts.zh,
};

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
