const timeOfDay = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/;

/** Whether the text is a time of day in Shanghai, `00:00:00` to `23:59:59`; times compare as text. */
export const isTimeOfDay = (text: string): boolean => timeOfDay.test(text);
