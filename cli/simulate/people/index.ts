export { OFFICE } from './office.js';
export type { PeopleParameters } from './parameters.js';
export { DEFAULT_PEOPLE, readPeople, readPeopleFile } from './read-people.js';
export { settlePeople } from './settle-people.js';
export { type Success, type SuccessCounts, successOf } from './success.js';
