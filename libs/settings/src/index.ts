export { readSettings } from './read-settings.file.js';
export { fileSettingOf, secretSettings } from './secret-files.js';
export { isLoopback } from './setting-rules.js';
export { settingNames, type Settings } from './settings.js';
