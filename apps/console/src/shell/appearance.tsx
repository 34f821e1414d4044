import { ConfigProvider, theme } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';

export const schemes = ['light', 'dark', 'system'] as const;
export type Scheme = (typeof schemes)[number];

const keptUnder = 'xudai.scheme';

interface Chosen {
  readonly scheme: Scheme;
  readonly isDark: boolean;
  /** What is drawn goes onto paper. */
  readonly isPrinted: boolean;
  readonly choose: (scheme: Scheme) => void;
}

const ChosenScheme = createContext<Chosen>({
  scheme: 'system',
  isDark: false,
  isPrinted: false,
  choose: () => undefined,
});

export const useScheme = (): Chosen => useContext(ChosenScheme);

const systemIsDark = window.matchMedia('(prefers-color-scheme: dark)');

const keptScheme = (): Scheme => {
  const kept = localStorage.getItem(keptUnder);
  return schemes.find((each) => each === kept) ?? 'system';
};

const onPaper = window.matchMedia('print');

/** Whether a question about the screen is answered with yes. A change is drawn at once: paper does not wait. */
const useMatches = (media: MediaQueryList): boolean => {
  const [matches, setMatches] = useState(media.matches);
  useEffect(() => {
    const changed = (): void => flushSync(() => setMatches(media.matches));
    media.addEventListener('change', changed);
    return () => media.removeEventListener('change', changed);
  }, [media]);
  return matches;
};

/** antd writes its styles while the page runs; the policy of the page lets those in that carry its nonce. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

/** Of the registry: the first has to stand on white, the second on nearly black, either with 4.5 to 1. */
const brand = { light: '#1d4e89', dark: '#6ea8e6' } as const;

/** Colours and texts of antd's own parts, as the scheme and the language say. */
export const Appearance = ({ children }: { readonly children: ReactNode }) => {
  const { i18n } = useTranslation();
  const [scheme, setScheme] = useState(keptScheme);
  const systemDark = useMatches(systemIsDark);
  const isPrinted = useMatches(onPaper);
  const isDark = !isPrinted && (scheme === 'system' ? systemDark : scheme === 'dark');
  const choose = (chosen: Scheme): void => {
    localStorage.setItem(keptUnder, chosen);
    setScheme(chosen);
  };
  const primary = brand[isDark ? 'dark' : 'light'];
  useEffect(() => {
    document.documentElement.dataset['scheme'] = isDark ? 'dark' : 'light';
    document.documentElement.lang = i18n.language === 'zh' ? 'zh-CN' : 'en';
  }, [isDark, i18n.language]);
  return (
    <ChosenScheme.Provider value={{ scheme, isDark, isPrinted, choose }}>
      <ConfigProvider
        csp={{ nonce }}
        locale={i18n.language === 'zh' ? zhCN : enUS}
        button={{ autoInsertSpace: false }}
        theme={{
          algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
          token: { colorPrimary: primary, colorLink: primary, borderRadius: 6 },
          components: {
            Button: { primaryColor: isDark ? '#0d1116' : '#ffffff' },
            Segmented: { itemSelectedBg: primary, itemSelectedColor: isDark ? '#0d1116' : '#ffffff' },
          },
        }}
      >
        {children}
      </ConfigProvider>
    </ChosenScheme.Provider>
  );
};
