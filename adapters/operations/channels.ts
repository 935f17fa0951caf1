import { z } from 'zod';
import { invalidInput } from '../../src/shared/index.js';
import { CHANNEL_MODES, SANDBOX_CHANNELS, type SandboxChannels } from '../notify-sandbox/index.js';
import { type OperationContext, operation } from './operation.js';

/** What a tester makes the channels of the sandbox do; real channels have no such doors. */
export const channelOperations = [
  operation({
    name: 'channels.show',
    summary: 'Show what each channel of the sandbox does',
    input: z.strictObject({}),
    run: async (context) => sandboxOf(context).modes(),
  }),
  operation({
    name: 'channels.set',
    summary: 'Let a channel of the sandbox deliver, stay silent, be down, know no address or refuse',
    input: z.strictObject({ channel: z.enum(SANDBOX_CHANNELS), mode: z.enum(CHANNEL_MODES) }),
    positional: 'channel',
    run: async (context, _actor, { channel, mode }) => {
      const sandbox = sandboxOf(context);
      sandbox.set(channel, mode);
      return sandbox.modes();
    },
  }),
] as const;

function sandboxOf({ sandboxChannels }: OperationContext): SandboxChannels {
  if (sandboxChannels !== undefined) return sandboxChannels;
  throw invalidInput({ path: 'channel', message: 'only the channels of a scenario can be told what to do' });
}
