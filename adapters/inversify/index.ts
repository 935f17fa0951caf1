export { jinaqModule, portModule, useCaseModule } from './module.js';
export { PORTS, TOKENS } from './tokens.js';
