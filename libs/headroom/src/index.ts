export { Headroom, type HeadroomState } from './headroom.js';
export { watchFreeSpace } from './free-space.file.js';
export { followingLimits, mebibyte, recordingLimits } from './limits.js';
