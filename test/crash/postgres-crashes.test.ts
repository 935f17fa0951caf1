import { describeCrashes } from './postgres-rounds.js';

describeCrashes(3);
