export { readSettings } from './read-settings.file.js';
export { fileSettingOf, secretSettings } from './secret-files.js';
export { settingNames, type Settings } from './settings.js';
