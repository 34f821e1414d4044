import { useTranslation } from 'react-i18next';

/** Instants are told in Shanghai's time. */
export const useInstantText = (): ((instant: string) => string) => {
  const { i18n } = useTranslation();
  const format = new Intl.DateTimeFormat(i18n.language === 'zh' ? 'zh-CN' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'medium',
    timeZone: 'Asia/Shanghai',
  });
  return (instant) => format.format(new Date(instant));
};
