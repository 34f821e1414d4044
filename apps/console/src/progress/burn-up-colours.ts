/** Of the lines of a burn-up, in both schemes; what is named is kept apart from lines behind it by the colour of its card. */
export const colours = {
  light: {
    actual: '#1d4e89',
    even: '#5f6b7a',
    required: '#a04a00',
    forecast: '#6b3fa0',
    target: '#1f1f1f',
    card: '#fff',
    grid: '#d9dde3',
    text: '#3b4450',
  },
  dark: {
    actual: '#6ea8e6',
    even: '#a8b3c2',
    required: '#e6a15c',
    forecast: '#c4a5ee',
    target: '#e8e8e8',
    card: '#1a2028',
    grid: '#3a424d',
    text: '#c3ccd8',
  },
} as const;
