export { followingLimits, Headroom, type HeadroomState, mebibyte, recordingLimits } from './headroom.js';
export { watchFreeSpace } from './free-space.file.js';
