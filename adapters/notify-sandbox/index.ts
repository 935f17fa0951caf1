export { CHANNEL_MODES, createSandboxChannels, SANDBOX_CHANNELS, type SandboxChannels } from './sandbox-channels.js';
