export { DEFAULT_PEOPLE } from './parameters.js';
export { settlePeople } from './settle-people.js';
