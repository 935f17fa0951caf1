import { inject } from 'vitest';
import { tellScenarios } from './tell-scenarios.js';

// A schema of its own for each story.
tellScenarios('Postgres', () => inject('postgres'));
