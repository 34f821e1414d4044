export { readSettings, type Settings, type SettingsResult } from './settings.js';
